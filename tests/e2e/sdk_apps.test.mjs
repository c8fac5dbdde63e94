// Real SDK apps are registered and indexed: what is stored and enqueued is what they declared.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Host } from '../support/host.mjs';
import { registerTasksOf } from '../support/queue.mjs';
import { SdkApp, sdkVersions } from '../support/sdk_app.mjs';
import { until } from '../support/wait.mjs';

let host;
let database;

before(async () => {
  host = await Host.start();
  database = host.openDatabase();
});

after(async () => {
  await database?.close();
  await host?.remove();
});

/** The manifest as it is stored: the one member that is filled in. */
const stored = (manifest) => ({ ...manifest, jobs: manifest.jobs.map((job) => ({ internal: false, ...job })) });

const enabled = ({ jobs }) => jobs.filter((job) => job.enabled);

function statisticsOf(manifest) {
  const statistics = {
    jobs: enabled(manifest).length,
    sources: manifest.sources.length,
    dynamicTriggers: manifest.dynamicTriggers.length,
    dynamicSchedules: manifest.dynamicSchedules.length,
  };
  if (manifest.webhooks) statistics.webhooks = manifest.webhooks.length;
  if (manifest.httpEndpoints) statistics.httpEndpoints = manifest.httpEndpoints.length;
  const disabled = manifest.jobs.length - statistics.jobs;
  if (disabled > 0) statistics.disabledJobs = disabled;
  return statistics;
}

function tasksFor(manifest, endpointId) {
  const tasks = (identifier, member, entries) =>
    entries.map((entry) => ({ identifier, payload: { [member]: entry, endpointId } }));
  return [
    ...tasks('registerJob', 'job', enabled(manifest)),
    ...tasks('registerSource', 'source', manifest.sources),
    ...tasks('registerDynamicTrigger', 'dynamicTrigger', manifest.dynamicTriggers),
    ...tasks('registerDynamicSchedule', 'dynamicSchedule', manifest.dynamicSchedules),
  ];
}

/** What every version can declare; the oldest leaves disabled jobs out of its manifest. */
function assertRich({ jobs, sources, dynamicTriggers, dynamicSchedules }) {
  const ids = (entries, member = 'id') => new Set(entries.map((entry) => entry[member]));
  const declared = {
    jobs: ids(jobs),
    sources: ids(sources, 'key'),
    dynamicTriggers: ids(dynamicTriggers),
    dynamicSchedules: ids(dynamicSchedules),
  };
  const expected = {
    jobs: ['event-rich', 'cron-job', 'interval-job', 'queue-object', 'integrations-job', 'dynamic-trigger-job'],
    sources: ['acme.board-http-b-1-acme-local', 'acme.hosted-http-b2-acme-hosted'],
    dynamicTriggers: ['dynamic-acme', 'dynamic-unused'],
    dynamicSchedules: ['dynamic-schedule'],
  };
  for (const [kind, wanted] of Object.entries(expected))
    for (const id of wanted) assert.ok(declared[kind].has(id), `${kind}: ${id}`);
}

for (const version of sdkVersions) {
  test(`an app on SDK ${version} is registered and indexed`, async () => {
    const environment = await host.createEnvironment({ project: `sdk-${version.replaceAll('.', '-')}` });
    const app = await SdkApp.start({ version, apiKey: environment.apiKey });
    try {
      const api = host.api(environment.apiKey);
      const created = await api.post('/api/v1/endpoints', { id: 'real-sdk-app', url: app.url });
      assert.equal(created.status, 200, created.text);
      assert.equal(created.json.url, app.url);

      const endpoint = await until('the app is indexed', async () => {
        const { json } = await api.get('/api/v1/endpoints/real-sdk-app');
        assert.notEqual(json.latestRun?.status, 'FAILURE', JSON.stringify(json.latestRun));
        return json.latestIndex ? json : undefined;
      });
      const { manifest, sdkVersion, apiVersion } = await app.declared();
      assertRich(manifest);

      const index = await database.row('select data, stats, source from endpoint_indexes where endpoint_id = $1', [
        endpoint.id,
      ]);
      assert.deepEqual(index.data, stored(manifest));
      assert.deepEqual(index.stats, statisticsOf(manifest));
      assert.equal(index.source, 'INTERNAL');
      assert.deepEqual(endpoint.latestIndex.stats, index.stats);
      assert.equal(endpoint.latestRun.status, 'SUCCESS');
      assert.equal(endpoint.latestRun.sdkVersion, sdkVersion);
      assert.equal(endpoint.latestRun.apiVersion, apiVersion);

      const tasks = await registerTasksOf(database, endpoint.id);
      assert.deepEqual(
        tasks.map(({ identifier, payload }) => ({ identifier, payload })),
        tasksFor(stored(manifest), endpoint.id),
      );
      for (const task of tasks) {
        assert.equal(task.maxAttempts, 3);
        assert.equal(task.queue, `endpoint-${endpoint.id}`);
      }
      assert.ok(!tasks.some(({ payload }) => payload.job?.id === 'disabled-job'));
    } finally {
      await app.stop();
    }
  });
}

test('an app with another API key is refused in words', async () => {
  const environment = await host.createEnvironment({ project: 'wrong-key' });
  const app = await SdkApp.start({ version: '2.3.19', apiKey: 'tr_dev_of_somebody_else' });
  try {
    const refused = await host.api(environment.apiKey).post('/api/v1/endpoints', { id: 'real-sdk-app', url: app.url });
    assert.equal(refused.status, 400);
    assert.equal(refused.json.error, 'Trigger API key is invalid');
    assert.equal(refused.json.code, 'FAILED_PING');
    assert.equal(await database.value('select count(*) from endpoints where environment_id = $1', [environment.id]), 0);
  } finally {
    await app.stop();
  }
});

test('an app with another id is refused in words', async () => {
  const environment = await host.createEnvironment({ project: 'wrong-id' });
  const app = await SdkApp.start({ version: '2.3.19', apiKey: environment.apiKey, id: 'another-app' });
  try {
    const refused = await host.api(environment.apiKey).post('/api/v1/endpoints', { id: 'real-sdk-app', url: app.url });
    assert.equal(refused.status, 400);
    assert.match(refused.json.error, /real-sdk-app|another-app/);
    assert.equal(refused.json.code, 'FAILED_PING');
  } finally {
    await app.stop();
  }
});
