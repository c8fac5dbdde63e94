// No request with one environment's key reads or changes what belongs to another: every route of the plugin, tried by a
// second tenant.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { FakeApp } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const rules = [
  { action: 'PING', reply: { body: '{"ok":true}' } },
  { action: 'INDEX_ENDPOINT', reply: { body: JSON.stringify(sampleManifest()) } },
];

let host;
let database;
let owner; // {environment, api, app, endpoint, run, cursors, secrets}: of the slugs "shared" and "private"
let intruder; // the same, of "shared"; a new one for each test
let intruders = 0;

async function tenant(project, slugs) {
  const environment = await host.createEnvironment({ project });
  const api = host.api(environment.apiKey);
  const app = await FakeApp.start(rules);
  const created = [];
  for (const slug of slugs) {
    const { status, json, text } = await api.post('/api/v1/endpoints', { id: slug, url: `${app.url}/api/trigger` });
    assert.equal(status, 200, text);
    created.push(json);
    await until('the endpoint is indexed', async () => (await api.get(`/api/v1/endpoints/${slug}`)).json.latestIndex);
    await api.post(`/api/v1/endpoints/${slug}/index`, { reason: `of ${project}` });
  }
  return { environment, api, app, created, endpoint: created.at(-1) };
}

before(async () => {
  host = await Host.start();
  database = host.openDatabase();
  owner = await tenant('owner', ['shared', 'private']);
  owner.run = owner.endpoint.endpointIndex.id;
  const page = async (path) => (await owner.api.get(path)).json.nextCursor;
  owner.cursors = {
    endpoints: await page('/api/v1/endpoints?limit=1'),
    indexes: await page('/api/v1/endpoints/private/indexes?limit=1'),
  };
  assert.ok(owner.cursors.endpoints && owner.cursors.indexes);
  owner.secrets = [
    owner.environment.apiKey,
    owner.app.url,
    owner.run,
    'of owner',
    ...owner.created.flatMap(({ id, indexingHookIdentifier }) => [id, indexingHookIdentifier]),
  ];
});

beforeEach(async () => {
  intruder = await tenant(`intruder-${++intruders}`, ['shared']);
  owner.app.takeRequests();
});

afterEach(() => intruder.app.stop());

after(async () => {
  await owner?.app.stop();
  await database?.close();
  await host?.remove();
});

/** Everything that is stored of an environment, its tasks included. */
const belongings = ({ environment }) =>
  database.rows(
    `with own as (select * from endpoints where environment_id = $1)
     select 'endpoint' as kind, to_jsonb(own) as row from own
     union all select 'run', to_jsonb(r) from endpoint_index_runs r where endpoint_id in (select id from own)
     union all select 'index', to_jsonb(i) from endpoint_indexes i where endpoint_id in (select id from own)
     union all select 'task', to_jsonb(j) from graphile_worker._private_jobs j
       join graphile_worker._private_job_queues q on q.id = j.job_queue_id
       where q.queue_name in (select 'endpoint-' || id from own)
     union all select 'environment', to_jsonb(e) from runtime_environments e where id = $1
     order by 1, 2`,
    [environment.id],
  );

const encoded = encodeURIComponent;
const hook = (environment, slug, identifier) => `/api/v1/endpoints/${environment.id}/${slug}/index/${identifier}`;
const hookCalls = (method) => () =>
  [
    hook(owner.environment, 'private', intruder.endpoint.indexingHookIdentifier),
    hook(intruder.environment, 'private', owner.endpoint.indexingHookIdentifier),
    hook(intruder.environment, 'shared', owner.created[0].indexingHookIdentifier),
    hook(owner.environment, 'shared', intruder.endpoint.indexingHookIdentifier),
  ].map((path) => [method, path, 404]);

/** What the intruder tries on each route: [[method, path, expected status, body]]. */
const attempts = {
  'GET /api/openapi.json': () => [['get', '/api/openapi.json', 200]],
  'POST /api/v1/endpoints': () => [
    ['post', '/api/v1/endpoints', 200, { id: 'private', url: `${intruder.app.url}/api/trigger` }],
  ],
  'GET /api/v1/endpoints': () => [
    ['get', '/api/v1/endpoints', 200],
    ['get', `/api/v1/endpoints?cursor=${encoded(owner.cursors.endpoints)}`, [200, 400]],
  ],
  'GET /api/v1/endpoints/:slug': () => [
    ['get', '/api/v1/endpoints/private', 404],
    ['get', `/api/v1/endpoints/${owner.endpoint.id}`, 404],
    ['get', '/api/v1/endpoints/shared', 200],
  ],
  'DELETE /api/v1/endpoints/:slug': () => [
    ['delete', '/api/v1/endpoints/private', 404],
    ['delete', `/api/v1/endpoints/${owner.endpoint.id}`, 404],
    ['delete', '/api/v1/endpoints/shared', 200],
  ],
  'POST /api/v1/endpoints/:slug/index': () => [
    ['post', '/api/v1/endpoints/private/index', 404, {}],
    ['post', `/api/v1/endpoints/${owner.endpoint.id}/index`, 404, {}],
    ['post', '/api/v1/endpoints/shared/index', 200, {}],
  ],
  'GET /api/v1/endpoints/:slug/indexes': () => [
    ['get', '/api/v1/endpoints/private/indexes', 404],
    ['get', `/api/v1/endpoints/private/indexes?cursor=${encoded(owner.cursors.indexes)}`, 404],
    ['get', `/api/v1/endpoints/shared/indexes?cursor=${encoded(owner.cursors.indexes)}`, [200, 400]],
  ],
  'GET /api/v1/endpointindex/:id': () => [
    ['get', `/api/v1/endpointindex/${owner.run}`, 404],
    ['get', `/api/v1/endpointindex/${owner.run.toUpperCase()}`, 404],
  ],
  'GET /api/v1/endpoints/:environmentId/:slug/index/:hook': hookCalls('get'),
  'POST /api/v1/endpoints/:environmentId/:slug/index/:hook': hookCalls('post'),
};

test('there is an attempt on every route of the plugin', async () => {
  const plugins = JSON.parse(await host.command('plugins', '--json'));
  const { routes } = plugins.find(({ id }) => id === 'endpoints');
  assert.deepEqual(Object.keys(attempts).sort(), [...routes].sort());
});

for (const [route, tries] of Object.entries(attempts)) {
  test(`${route} leaves another environment alone`, async () => {
    const stored = await belongings(owner);
    for (const [method, path, expected, body] of tries()) {
      const { status, text } = await intruder.api[method](path, body);
      assert.ok([expected].flat().includes(status), `${path}: ${status} ${text}`);
      for (const secret of owner.secrets) assert.ok(!text.includes(secret), `${path} tells ${secret}`);
    }
    assert.deepEqual(await belongings(owner), stored);
    assert.deepEqual(owner.app.takeRequests(), [], "the owner's app was not called");
  });
}
