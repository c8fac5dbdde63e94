// One environment cannot slow down another: its apps hang, its requests flood, the others and the console go on.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FakeApp, indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { newEnvironment, startHostAndApp } from '../support/host_and_app.mjs';
import { Panels } from '../support/panels.mjs';
import { sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const callsPerEnvironment = 16; // the default of plugins.endpoints.calls_per_environment
const waitingPerEnvironment = 4 * callsPerEnvironment;

const { host, database, app } = await startHostAndApp({
  settings: { 'plugins.endpoints.ping.timeout': '30s', 'plugins.endpoints.index.timeout': '2m' },
  rules: [pong, indexReplies(manifestReply(sampleManifest()))],
});

/** Registrations of apps that hang, from one environment; settled: how many have an answer. */
function flood(api, url, count) {
  const requests = Array.from({ length: count }, (_, i) => api.post('/api/v1/endpoints', { id: `hangs-${i}`, url }));
  const state = { answers: [], done: Promise.all(requests) };
  for (const request of requests) request.then((answer) => state.answers.push(answer));
  return state;
}

test('registrations of hanging apps take nothing from other environments and the console', async () => {
  const hanging = await FakeApp.start([{ action: 'PING', reply: { behaviour: 'hang' } }]);
  const noisy = await newEnvironment(host);
  const quiet = await newEnvironment(host);
  const console_ = host.console();
  const rejected = 100;
  const floods = flood(noisy.api, hanging.url, callsPerEnvironment + waitingPerEnvironment + rejected);

  await until('what exceeds the share is rejected', () => floods.answers.length === rejected);
  await until('its calls have begun', () => hanging.requests.length === callsPerEnvironment);
  for (const { status, headers, json } of floods.answers) {
    assert.equal(status, 429);
    assert.match(headers['retry-after'], /^[1-9]\d*$/);
    assert.match(json.reason, /^This environment has reached its limit of waiting requests/);
  }

  const created = await quiet.api.post('/api/v1/endpoints', { id: 'quiet', url: app.url });
  assert.equal(created.status, 200, created.text);
  assert.equal((await quiet.api.get('/api/v1/endpoints')).status, 200);
  await new Panels(console_).rows('endpoints');
  assert.equal((await console_.get('/console/api/overview')).status, 200);
  assert.equal((await noisy.api.get('/api/v1/endpoints')).status, 200, 'its own short requests go on too');
  assert.equal(floods.answers.length, rejected, 'no hanging call ended before');
  assert.equal(hanging.requests.length, callsPerEnvironment, 'one environment never has more calls');

  const metrics = (await host.api().get('/metrics')).text;
  assert.match(metrics, new RegExp(`kongflow_admission_rejected_total{limit="share"} ${rejected}\\b`));
  await hanging.stop();
  const statuses = (await floods.done).map(({ status }) => status);
  assert.deepEqual([...new Set(statuses)].sort(), [400, 429]);
});

test('index tasks of hanging apps take nothing from other environments, nor from their own requests', async () => {
  const hanging = await FakeApp.start([pong, { action: 'INDEX_ENDPOINT', reply: { behaviour: 'hang' } }]);
  const noisy = await newEnvironment(host);
  const quiet = await newEnvironment(host);
  const endpoints = 120;
  const waiting = `select count(*)::int from graphile_worker._private_jobs jobs
    join graphile_worker._private_job_queues queues on queues.id = jobs.job_queue_id
    join endpoints on queue_name = 'endpoint-' || endpoints.id
    where environment_id = $1 and jobs.locked_by is null and jobs.attempts = 0`;
  for (let i = 0; i < endpoints; ++i) {
    const { status, text } = await noisy.api.post('/api/v1/endpoints', { id: `hangs-${i}`, url: hanging.url });
    assert.equal(status, 200, text);
  }
  const tasksAtOnce = (callsPerEnvironment * 3) / 4;
  const surplus = endpoints - tasksAtOnce - waitingPerEnvironment;
  await until('the surplus is back in the queue', async () => {
    const count = await database.value(waiting, [noisy.environment.id]);
    return count === surplus && hanging.indexRequests.length === tasksAtOnce;
  });

  const metrics = (await host.api().get('/metrics')).text;
  assert.match(metrics, new RegExp(`^kongflow_share_running{share="${noisy.environment.id}"} ${tasksAtOnce}$`, 'm'));
  assert.match(metrics, new RegExp(`^kongflow_share_deferred{share="${noisy.environment.id}"} [1-9]`, 'm'));
  const { attention } = (await host.console().get('/console/api/overview')).json;
  const item = attention.find(({ title }) => title.endsWith('exceeds its share'));
  assert.match(item?.title ?? 'none', new RegExp(`^The environment ${noisy.environment.slug} of `));

  const created = await quiet.api.post('/api/v1/endpoints', { id: 'quiet', url: app.url });
  assert.equal(created.status, 200, created.text);
  const run = `/api/v1/endpointindex/${created.json.endpointIndex.id}`;
  await until('the other environment is indexed', async () => (await quiet.api.get(run)).json.status === 'SUCCESS');
  const own = await noisy.api.post('/api/v1/endpoints', { id: 'healthy', url: app.url });
  assert.equal(own.status, 200, own.text);
  assert.equal(hanging.indexRequests.length, tasksAtOnce, 'no hanging call has ended');
  await hanging.stop();
});
