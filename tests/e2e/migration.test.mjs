// packaging/MIGRATION.md, for real: trigger.dev's tables with rows as its service writes them, brought over, and served.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Database } from '../support/database.mjs';
import { FakeApp, indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { PrivatePostgres, postgresPrograms } from '../support/private_postgres.mjs';
import { run } from '../support/processes.mjs';
import { sampleJob, sampleManifest } from '../support/sample_manifest.mjs';

const script = fileURLToPath(new URL('../../packaging/from-trigger-dev.sql', import.meta.url));
const guide = readFileSync(new URL('../../packaging/MIGRATION.md', import.meta.url), 'utf8');

// The columns that June 2023 had of the tables that matter, and one table that does not.
const original = `
create type "OrgMemberRole" as enum ('ADMIN', 'MEMBER');
create type "RuntimeEnvironmentType" as enum ('PRODUCTION', 'STAGING', 'DEVELOPMENT', 'PREVIEW');
create type "EndpointIndexSource" as enum ('MANUAL', 'API', 'INTERNAL', 'HOOK');
create table "User" (id text primary key, email text not null unique, name text, "createdAt" timestamp(3) not null,
  "updatedAt" timestamp(3) not null);
create table "Organization" (id text primary key, slug text not null unique, title text not null,
  "createdAt" timestamp(3) not null, "updatedAt" timestamp(3) not null);
create table "OrgMember" (id text primary key, "organizationId" text not null references "Organization",
  "userId" text not null references "User", role "OrgMemberRole" not null, "createdAt" timestamp(3) not null,
  "updatedAt" timestamp(3) not null);
create table "Project" (id text primary key, slug text not null unique, name text not null,
  "organizationId" text not null references "Organization", "createdAt" timestamp(3) not null,
  "updatedAt" timestamp(3) not null);
create table "RuntimeEnvironment" (id text primary key, slug text not null, "apiKey" text not null unique,
  type "RuntimeEnvironmentType" not null, "organizationId" text not null references "Organization",
  "projectId" text not null references "Project", "orgMemberId" text references "OrgMember",
  "createdAt" timestamp(3) not null, "updatedAt" timestamp(3) not null);
create table "Endpoint" (id text primary key, slug text not null, url text not null,
  "environmentId" text not null references "RuntimeEnvironment", "organizationId" text not null references "Organization",
  "projectId" text not null references "Project", "indexingHookIdentifier" text, "createdAt" timestamp(3) not null,
  "updatedAt" timestamp(3) not null, unique ("environmentId", slug));
create table "EndpointIndex" (id text primary key, "endpointId" text not null references "Endpoint", stats jsonb,
  data jsonb, source "EndpointIndexSource" not null, "sourceData" jsonb, reason text, "createdAt" timestamp(3) not null,
  "updatedAt" timestamp(3) not null);
create table "JobRun" (id text primary key);`;

const made = '2023-06-20 09:00:00.123';
const apiKey = 'tr_dev_0123456789abcdef';
const manifest = sampleManifest({ jobs: [sampleJob('one')] });
const stats = { jobs: 1, sources: 0, dynamicTriggers: 0, dynamicSchedules: 0 };

let postgres;
let app;
let theirs;
let ours;
let oldUrl;
let newUrl;
let host;

const bin = (name) => join(postgresPrograms(), name);
const scriptFailed = 3; // psql's exit code
const copy = (variables = [], options = {}) =>
  run(
    bin('psql'),
    [newUrl, '-X', ...['ON_ERROR_STOP=1', ...variables].flatMap((text) => ['-v', text]), '-f', script],
    options,
  );

/** The commands of the guide's second step, as they are printed there. */
async function bringTables() {
  const [, commands] = /^2\. [^]*?```\n([^]*?)```/m.exec(guide);
  await ours.rows('drop schema if exists trigger_dev cascade');
  const environment = {
    ...process.env,
    PATH: `${postgresPrograms()}:${process.env.PATH}`,
    PGHOST: '127.0.0.1',
    PGPORT: String(postgres.port),
    PGUSER: 'kongflow',
    TRIGGER_DEV_URL: oldUrl,
    KONGFLOW_URL: newUrl,
  };
  await run('bash', ['-euc', `dropdb --if-exists staging\n${commands}`], { env: environment });
}

before(async () => {
  app = await FakeApp.start([pong, indexReplies(manifestReply(manifest))]);
  postgres = await PrivatePostgres.start();
  oldUrl = await postgres.createDatabase('original');
  newUrl = await postgres.createDatabase('kongflow_new');
  theirs = new Database(oldUrl);
  ours = new Database(newUrl);
  await theirs.rows(original);
  const rows = {
    User: [['cl_user', 'ada@example.com', 'Ada']],
    Organization: [['cl_org', 'acme-1a2b', 'Acme']],
    OrgMember: [['cl_member', 'cl_org', 'cl_user', 'ADMIN']],
    Project: [['cl_project', 'shop-3c4d', 'Shop', 'cl_org']],
    RuntimeEnvironment: [
      ['cl_dev', 'dev', apiKey, 'DEVELOPMENT', 'cl_org', 'cl_project', 'cl_member'],
      ['cl_prod', 'prod', 'tr_prod_fedcba9876543210', 'PRODUCTION', 'cl_org', 'cl_project', null],
    ],
    Endpoint: [
      ['cl_endpoint', 'my-app', `${app.url}/api/trigger`, 'cl_dev', 'cl_org', 'cl_project', 'abcdefghij'],
      ['cl_old', 'before-hooks', 'https://old.example.com/api/trigger', 'cl_prod', 'cl_org', 'cl_project', null],
    ],
    EndpointIndex: [
      ['cl_index', 'cl_endpoint', stats, manifest, 'HOOK', { deployed: true }, 'Vercel'],
      ['cl_null', 'cl_endpoint', stats, manifest, 'INTERNAL', 'null', null],
      ['cl_failed', 'cl_endpoint', null, null, 'API', null, 'of a later version'],
    ],
  };
  for (const [table, all] of Object.entries(rows))
    for (const values of all) {
      const places = [...values, made, made].map((_, index) => `$${index + 1}`);
      await theirs.rows(`insert into "${table}" values (${places})`, [...values, made, made]);
    }
  host = new Host({ database: newUrl });
  host.mustNotLog(apiKey);
  await host.migrate();
  await bringTables();
});

after(async () => {
  await host?.remove();
  await theirs?.close();
  await ours?.close();
  await app?.stop();
  await postgres?.stop();
});

const tables = ['users', 'organizations', 'org_members', 'projects', 'runtime_environments', 'endpoints', 'endpoint_indexes'];
const contents = async () =>
  Object.fromEntries(
    await Promise.all(tables.map(async (table) => [table, await ours.rows(`select * from ${table} order by id`)])),
  );
const counts = async () => Object.fromEntries(Object.entries(await contents()).map(([name, rows]) => [name, rows.length]));
const none = Object.fromEntries(tables.map((table) => [table, 0]));

test('a dry run changes nothing', async () => {
  const { output } = await copy(['dry_run=1']);
  assert.match(output, /2 of "Endpoint" are in endpoints/);
  assert.match(output, /dry run/);
  assert.deepEqual(await counts(), none);
});

test('what does not fit is listed, and nothing is copied', async () => {
  const refused = async (change, undo, message) => {
    await ours.rows(change);
    const { output } = await copy([], { expectCode: scriptFailed });
    assert.match(output, message);
    await ours.rows(undo);
    assert.deepEqual(await counts(), none);
  };
  await refused(
    `update trigger_dev."Endpoint" set slug = 'my app' where id = 'cl_old'`,
    `update trigger_dev."Endpoint" set slug = 'before-hooks' where id = 'cl_old'`,
    /Nothing was copied\. These slugs .* \(1\):\n +cl_old: "my app"/,
  );
  await refused(
    `insert into organizations (slug, title) values ('acme-1a2b', 'Another')`,
    `delete from organizations`,
    /Nothing was copied\. These slugs of organizations are taken \(1\):\n +acme-1a2b/,
  );
  const { output } = await copy(['source=nowhere'], { expectCode: scriptFailed });
  assert.match(output, /These tables are missing[^]*"EndpointIndex"/);
});

test('copying twice gives the same rows once', async () => {
  const { output } = await copy();
  assert.match(output, /2 of "EndpointIndex" are in endpoint_indexes/);
  const first = await contents();
  assert.deepEqual(await counts(), {
    ...none,
    users: 1,
    organizations: 1,
    org_members: 1,
    projects: 1,
    runtime_environments: 2,
    endpoints: 2,
    endpoint_indexes: 2,
  });
  await copy();
  assert.deepEqual(await contents(), first);
  const created = first.endpoints.find(({ slug }) => slug === 'my-app').created_at;
  assert.equal(created.toISOString(), '2023-06-20T09:00:00.123Z');
  const hook = first.endpoints.find(({ slug }) => slug === 'before-hooks').indexing_hook_identifier;
  assert.match(hook, /^[0-9a-vxyz]{10}$/);
});

test('of an endpoint that both sides changed the newer one wins', async () => {
  const url = async () => (await ours.row(`select url from endpoints where slug = 'before-hooks'`)).url;
  await theirs.rows(`update "Endpoint" set url = 'https://new.example.com', "updatedAt" = $1 where id = 'cl_old'`, [
    '2023-07-01 00:00:00',
  ]);
  await bringTables();
  await copy();
  assert.equal(await url(), 'https://new.example.com');
  await ours.rows(`update endpoints set url = 'https://ours.example.com' where slug = 'before-hooks'`);
  await copy();
  assert.equal(await url(), 'https://ours.example.com');
});

test('the app goes on with its key, its hook identifier and its indexes', async () => {
  await host.start();
  const api = host.api(apiKey);
  const whoami = await api.get('/api/v1/whoami');
  assert.equal(whoami.json.project.slug, 'shop-3c4d');
  assert.equal(whoami.json.userId, (await ours.row('select id from users')).id);
  const { json: shown } = await api.get('/api/v1/endpoints/my-app');
  assert.equal(shown.indexingHookIdentifier, 'abcdefghij');
  const { json: page } = await api.get('/api/v1/endpoints/my-app/indexes');
  assert.deepEqual(page.indexes.map(({ source, sourceData, reason }) => [source, sourceData, reason]).sort(), [
    ['HOOK', { deployed: true }, 'Vercel'],
    ['INTERNAL', null, null],
  ]);
  const { id } = shown;
  const again = await api.post('/api/v1/endpoints', { id: 'my-app', url: `${app.url}/api/trigger` });
  assert.equal(again.json.id, id);
  const index = await api.post('/api/v1/endpoints/my-app/index', {});
  assert.deepEqual([index.status, index.json.stats], [200, stats]);
  assert.equal((await api.post(new URL(shown.hookUrl).pathname, {})).status, 200);
});
