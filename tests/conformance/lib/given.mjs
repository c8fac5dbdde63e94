// What a case begins with: its names for things, and its rows.
import { randomBytes, randomUUID } from 'node:crypto';

import { Placeholders } from './placeholders.mjs';

const hookIdentifier = () =>
  Array.from(randomBytes(10), (byte) => '0123456789abcdefghijklmnopqrstuvxyz'[byte % 35]).join('');

const isPlaceholder = (text) => typeof text === 'string' && text.startsWith('$');

/** Values for everything that is known before the first step. */
export function startingPlaceholders(given, app, serviceUrl) {
  const placeholders = new Placeholders({
    $APP: app.url,
    $APP_HOST: new URL(app.url).host,
    $SERVICE_HOST: new URL(serviceUrl).host,
    $API_KEY: `tr_dev_${randomBytes(12).toString('hex')}`,
    $API_KEY_2: `tr_prod_${randomBytes(12).toString('hex')}`,
    $ENV_ID: randomUUID(),
    $ENV_ID_2: randomUUID(),
    $ORG_ID: randomUUID(),
    $PROJECT_ID: randomUUID(),
  });
  for (const { id, indexingHookIdentifier } of given.endpoints) {
    if (isPlaceholder(id)) placeholders.bind(id, randomUUID());
    if (isPlaceholder(indexingHookIdentifier)) placeholders.bind(indexingHookIdentifier, hookIdentifier());
  }
  return placeholders;
}

function insert(database, table, row) {
  const columns = Object.keys(row);
  const parameters = columns.map((_, position) => `$${position + 1}`);
  return database.rows(`insert into ${table} (${columns}) values (${parameters})`, Object.values(row));
}

/** The first environment is the DEVELOPMENT one, the second the PRODUCTION one. */
export async function insertGiven(database, given, placeholders) {
  const value = (text) => (text === null ? null : placeholders.fill(text));
  const suffix = randomBytes(6).toString('hex');
  const [organization, project] = [value(given.organizationId), value(given.projectId)];
  await insert(database, 'organizations', { id: organization, slug: `org-${suffix}`, title: 'Organization' });
  await insert(database, 'projects', {
    id: project,
    slug: `project-${suffix}`,
    name: 'Project',
    organization_id: organization,
  });
  for (const [position, { id, apiKey }] of given.environments.entries()) {
    await insert(database, 'runtime_environments', {
      id: value(id),
      slug: position === 0 ? 'dev' : 'prod',
      type: position === 0 ? 'DEVELOPMENT' : 'PRODUCTION',
      api_key: value(apiKey),
      organization_id: organization,
      project_id: project,
    });
  }
  for (const endpoint of given.endpoints) {
    await insert(database, 'endpoints', {
      id: value(endpoint.id),
      slug: endpoint.slug,
      url: value(endpoint.url),
      environment_id: value(endpoint.environmentId),
      organization_id: organization,
      project_id: project,
      indexing_hook_identifier: value(endpoint.indexingHookIdentifier),
    });
  }
}
