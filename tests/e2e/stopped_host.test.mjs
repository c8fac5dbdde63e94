// A host that is stopped in the middle of a task: another takes over within seconds, and the first one, woken up, can
// neither complete nor fail what is no longer its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FakeApp } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { PrivatePostgres } from '../support/private_postgres.mjs';
import { registerTasksOf } from '../support/queue.mjs';
import { sampleJobs, sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const jobs = 5;
const body = JSON.stringify(sampleManifest({ jobs: sampleJobs(jobs) }));
const indexRequests = (app) =>
  app.requests.filter(({ headers }) => headers['x-trigger-action'] === 'INDEX_ENDPOINT').length;

async function twoHosts(work) {
  const postgres = await PrivatePostgres.start();
  const app = await FakeApp.start();
  const hosts = [];
  try {
    const database = await postgres.createDatabase('stopped');
    for (let number = 0; number < 2; number++) hosts.push(new Host({ database }));
    await hosts[0].migrate();
    const environment = await hosts[0].createEnvironment();
    await work({ hosts, app, environment });
  } finally {
    for (const host of hosts) {
      if (host.running()) host.signal('SIGCONT');
      await host.remove();
    }
    await app.stop();
    await postgres.stop();
  }
}

// `firstAnswer`: what the stopped host finds when it wakes up.
for (const [what, firstAnswer] of Object.entries({
  'with the answer waiting for it': { body, delayMs: 1_000 },
  'with a failure waiting for it': { status: 500, body: '{}', delayMs: 1_000 },
})) {
  test(`a stopped host that wakes up ${what} changes nothing`, { timeout: 180_000 }, async () => {
    await twoHosts(async ({ hosts: [first, second], app, environment }) => {
      app.rules = [
        { action: 'PING', reply: { body: '{"ok":true}' } },
        { action: 'INDEX_ENDPOINT', replies: [firstAnswer, { body }] },
      ];
      await first.start();
      const { json: endpoint } = await first
        .api(environment.apiKey)
        .post('/api/v1/endpoints', { id: 'my-app', url: `${app.url}/api/trigger` });
      await until('the app is asked for its index', () => indexRequests(app) === 1, { everyMs: 5 });
      first.signal('SIGSTOP');
      await second.start();
      const database = second.openDatabase();
      try {
        const run = () => database.row('select status, attempt, error from endpoint_index_runs');
        await until('the other host has indexed', async () => (await run()).status === 'SUCCESS', {
          timeoutMs: 60_000,
          describe: () => second.log(),
        });
        assert.equal(indexRequests(app), 2);
        first.signal('SIGCONT');
        await until(
          'the woken host lets go of the task',
          () => /"Task given back"|"A task was no longer ours/.test(first.log()),
          { describe: () => first.log() },
        );
        await until('it is ready', async () => (await first.probe('/readyz')) === 200);
        assert.deepEqual(await run(), { status: 'SUCCESS', attempt: 2, error: null });
        assert.equal(await database.value('select count(*) from endpoint_indexes'), 1);
        assert.equal((await registerTasksOf(database, endpoint.id)).length, jobs);
      } finally {
        await database.close();
      }
    });
  });
}
