// A real Node graphile-worker and the host share one queue: each takes only the tasks that it knows. On every revision of
// the queue's schema that the host works on.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { FakeApp, indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { NodeWorker, nodeWorkers } from '../support/node_worker.mjs';
import { PrivatePostgres } from '../support/private_postgres.mjs';
import { registerTasksOf, schemaOfQueue, tasksOf } from '../support/queue.mjs';
import { sampleJobs, sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const manifest = sampleManifest({
  jobs: sampleJobs(30),
  dynamicTriggers: [{ id: 'any-board', jobs: [] }],
  dynamicSchedules: [{ id: 'per-customer', jobs: [] }],
});
const registerTasks = ['registerJob', 'registerSource', 'registerDynamicTrigger', 'registerDynamicSchedule'];

let postgres;
let app;

before(async () => {
  postgres = await PrivatePostgres.start();
  app = await FakeApp.start([pong, indexReplies(manifestReply(manifest))]);
});

after(async () => {
  await app?.stop();
  await postgres?.stop();
});

for (const installed of nodeWorkers) {
  describe(`graphile-worker ${installed.version}, revision ${installed.revision}`, () => {
    let host;
    let database;
    let worker;
    let api;

    before(async () => {
      host = new Host({ database: await postgres.createDatabase(`revision_${installed.revision}`) });
      database = host.openDatabase();
      worker = await NodeWorker.load(installed, database);
    });

    after(async () => {
      await host?.remove();
      await database?.close();
    });

    async function register(slug) {
      const created = await api.post('/api/v1/endpoints', { id: slug, url: `${app.url}/api/trigger` });
      assert.equal(created.status, 200, created.text);
      await until('the endpoint is indexed', async () => (await api.get(`/api/v1/endpoints/${slug}`)).json.latestIndex);
      return created.json;
    }

    test('a queue that Node migrated is left as it is but for indexes, and the host works on it', async () => {
      await worker.utilities((utilities) => utilities.migrate());
      const before = await schemaOfQueue(database);
      assert.equal(before.migrations.at(-1).id, installed.revision);
      await host.migrate();
      const { indexes, ...after } = await schemaOfQueue(database);
      const isAdded = ({ indexname }) => /^kongflow_(failed|single|queued)_jobs_index$/.test(indexname);
      assert.deepEqual({ ...after, indexes: indexes.filter((index) => !isAdded(index)) }, before);
      assert.equal(indexes.length, before.indexes.length + 3);
      assert.doesNotMatch(await host.command('migrate', 'status'), /pending/i);
      await host.start();
      api = host.api((await host.createEnvironment()).apiKey);
    });

    test('the host leaves register tasks to Node, which takes them in order', async () => {
      const endpoint = await register('for-node');
      const waiting = await registerTasksOf(database, endpoint.id);
      assert.equal(waiting.length, 32);
      const taken = [];
      const take = (identifier) => async (payload, helpers) => {
        taken.push({ identifier, payload, attempts: helpers.job.attempts });
      };
      await worker.during(Object.fromEntries(registerTasks.map((name) => [name, take(name)])), () =>
        until('Node took every register task', () => taken.length === waiting.length, {
          timeoutMs: 60_000,
          describe: () => `${taken.length} taken`,
        }),
      );
      assert.deepEqual(
        taken,
        waiting.map(({ identifier, payload }) => ({ identifier, payload, attempts: 1 })),
      );
      await until('the queue is empty', async () => (await tasksOf(database, endpoint.id)).length === 0);
    });

    test('the host takes indexEndpoint tasks that Node puts in, and Node does not', async () => {
      const endpoint = await register('from-node');
      const task = (reason) => ({ id: endpoint.id, source: 'API', reason });
      await worker.during({ somethingElse: async () => {} }, async () => {
        await worker.utilities(async (utilities) => {
          for (const reason of ['first', 'second', 'third'])
            await utilities.addJob('indexEndpoint', task(reason), { queueName: `endpoint-${endpoint.id}` });
          // One outside any queue, as a program may do that knows nothing of the queues' names.
          await utilities.addJob('indexEndpoint', task('loose'));
        });
        const reasons = await until('all are indexed', async () => {
          const { indexes } = (await api.get('/api/v1/endpoints/from-node/indexes')).json;
          return indexes.length >= 5 ? indexes.map(({ reason }) => reason).reverse() : undefined;
        });
        const inQueue = reasons.filter((reason) => reason !== null && reason !== 'loose');
        assert.deepEqual(inQueue, ['first', 'second', 'third']);
        assert.ok(reasons.includes('loose'));
      });
    });

    test('Node and the host work off one busy queue together, nothing twice', async () => {
      const endpoints = await Promise.all(Array.from({ length: 8 }, (_, number) => register(`busy-${number}`)));
      const ours = new Set(endpoints.map(({ id }) => id));
      const seen = [];
      const note = async ({ endpointId }, helpers) => {
        if (ours.has(endpointId)) seen.push(helpers.job.id);
      };
      const expected = endpoints.length * 2 * 32;
      await worker.during(Object.fromEntries(registerTasks.map((name) => [name, note])), async () => {
        const answers = await Promise.all(endpoints.map(({ slug }) => api.post(`/api/v1/endpoints/${slug}/index`, {})));
        assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
        await until('every register task is taken', () => seen.length >= expected, {
          timeoutMs: 60_000,
          describe: () => `${seen.length} of ${expected}`,
        });
        for (const { id } of endpoints)
          await until('its queue is empty', async () => (await tasksOf(database, id)).length === 0);
      });
      assert.equal(seen.length, expected);
      assert.equal(new Set(seen).size, seen.length);
    });
  });
}
