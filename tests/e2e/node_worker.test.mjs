// A real Node graphile-worker and the host share one queue: each takes only the tasks that it knows.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { FakeApp } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { registerTasksOf, tasksOf } from '../support/queue.mjs';
import { until } from '../support/wait.mjs';

const { Logger, makeWorkerUtils, run } = createRequire(import.meta.url)('graphile-worker');

const job = (number) => ({
  id: `job-${number}`,
  name: `Job ${number}`,
  version: '1.0.0',
  event: { name: 'e', title: 'E', source: 's', icon: 'bolt' },
  trigger: { type: 'static', title: 'T', rule: { event: 'e', source: 's' } },
  integrations: {},
  internal: false,
  startPosition: 'latest',
  enabled: true,
  preprocessRuns: false,
});
const manifest = {
  jobs: Array.from({ length: 30 }, (_, number) => job(number)),
  sources: [],
  dynamicTriggers: [{ id: 'any-board', jobs: [] }],
  dynamicSchedules: [{ id: 'per-customer', jobs: [] }],
};

let host;
let database;
let app;
let environment;
let api;

before(async () => {
  host = await Host.start();
  database = host.openDatabase();
  app = await FakeApp.start([
    { action: 'PING', reply: { body: '{"ok":true}' } },
    { action: 'INDEX_ENDPOINT', reply: { body: JSON.stringify(manifest) } },
  ]);
  environment = await host.createEnvironment();
  api = host.api(environment.apiKey);
});

after(async () => {
  await app?.stop();
  await database?.close();
  await host?.remove();
});

const silent = new Logger(() => () => {});

async function withNodeWorker(taskList, work) {
  const worker = await run({
    pgPool: database.pool,
    taskList,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 100,
    logger: silent,
  });
  try {
    await work();
  } finally {
    await worker.stop();
  }
}

async function register(slug) {
  const created = await api.post('/api/v1/endpoints', { id: slug, url: `${app.url}/api/trigger` });
  assert.equal(created.status, 200, created.text);
  await until('the endpoint is indexed', async () => (await api.get(`/api/v1/endpoints/${slug}`)).json.latestIndex);
  return created.json;
}

test('the host leaves register tasks to a Node worker, which takes them in order', async () => {
  const endpoint = await register('for-node');
  const waiting = await registerTasksOf(database, endpoint.id);
  assert.equal(waiting.length, 32);

  const taken = [];
  const take = (identifier) => async (payload, helpers) => {
    taken.push({ identifier, payload, attempts: helpers.job.attempts });
  };
  const identifiers = ['registerJob', 'registerSource', 'registerDynamicTrigger', 'registerDynamicSchedule'];
  await withNodeWorker(
    Object.fromEntries(identifiers.map((identifier) => [identifier, take(identifier)])),
    async () => {
      await until('the Node worker took every register task', () => taken.length === waiting.length, {
        describe: () => `${taken.length} taken`,
      });
    },
  );
  assert.deepEqual(
    taken,
    waiting.map(({ identifier, payload }) => ({ identifier, payload, attempts: 1 })),
  );
  await until('the queue is empty', async () => (await tasksOf(database, endpoint.id)).length === 0);
});

test('the host takes indexEndpoint tasks that Node puts in, and a Node worker does not', async () => {
  const endpoint = await register('from-node');
  const utils = await makeWorkerUtils({ pgPool: database.pool, logger: silent });
  try {
    await withNodeWorker({ somethingElse: async () => {} }, async () => {
      for (const reason of ['first', 'second', 'third']) {
        await utils.addJob(
          'indexEndpoint',
          { id: endpoint.id, source: 'API', reason },
          { queueName: `endpoint-${endpoint.id}` },
        );
      }
      // One outside any queue, as a program may do that knows nothing of the queues' names.
      await utils.addJob('indexEndpoint', { id: endpoint.id, source: 'API', reason: 'loose' });
      const reasons = await until('all are indexed', async () => {
        const { indexes } = (await api.get('/api/v1/endpoints/from-node/indexes')).json;
        return indexes.length >= 5 ? indexes.map(({ reason }) => reason).reverse() : undefined;
      });
      assert.deepEqual(
        reasons.filter((reason) => reason !== null && reason !== 'loose'),
        ['first', 'second', 'third'],
      );
      assert.ok(reasons.includes('loose'));
    });
  } finally {
    await utils.release();
  }
});

test('Node and the host work off one busy queue together, nothing twice', async () => {
  const endpoints = await Promise.all(Array.from({ length: 8 }, (_, number) => register(`busy-${number}`)));
  const seen = [];
  const ours = new Set(endpoints.map(({ id }) => id));
  const note = async ({ endpointId }, helpers) => {
    if (ours.has(endpointId)) seen.push(helpers.job.id);
  };
  await withNodeWorker({ registerJob: note, registerDynamicTrigger: note, registerDynamicSchedule: note }, async () => {
    const answers = await Promise.all(endpoints.map(({ slug }) => api.post(`/api/v1/endpoints/${slug}/index`, {})));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    const expected = endpoints.length * 2 * 32;
    await until('every register task is taken', () => seen.length >= expected, {
      timeoutMs: 60_000,
      describe: () => `${seen.length} of ${expected}`,
    });
    assert.equal(seen.length, expected);
  });
  assert.equal(new Set(seen).size, seen.length);
  for (const { id } of endpoints)
    await until('its queue is empty', async () => (await tasksOf(database, id)).length === 0);
});

test('a database that Node has migrated is fine for the host', async () => {
  const status = await host.command('migrate', 'status');
  assert.doesNotMatch(status, /pending/i);
});
