// Many at once, answers that come late, and as many entries as a manifest may have.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { newEnvironment, startHostAndApp } from '../support/host_and_app.mjs';
import { registerTasksOf } from '../support/queue.mjs';
import { sampleJob, sampleJobs, sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const clients = 64;
const entries = 10_000;
const manifest = sampleManifest({ jobs: sampleJobs(3), dynamicTriggers: [{ id: 'any', jobs: [] }] });

const { host, database, app } = await startHostAndApp();
let environment;
let api;

beforeEach(async () => {
  answering(manifestReply(manifest));
  ({ environment, api } = await newEnvironment(host));
});

const answering = (...replies) => (app.rules = [pong, indexReplies(...replies)]);

const atOnce = (work) => Promise.all(Array.from({ length: clients }, (_, number) => work(number)));
const create = (slug) => api.post('/api/v1/endpoints', { id: slug, url: `${app.url}/api/trigger` });
const index = (slug) => api.post(`/api/v1/endpoints/${slug}/index`, {});
const different = (answers, value) => [...new Set(answers.map(value))];

function allSucceeded(answers) {
  const refused = answers.find(({ status }) => status !== 200);
  assert.equal(refused, undefined, refused?.text);
}

const finished = (runs) =>
  until(
    `${runs} runs succeed`,
    async () => {
      const sql = `select status, count(*) from endpoint_index_runs run join endpoints e on e.id = run.endpoint_id
        where e.environment_id = $1 group by status`;
      const counts = await database.rows(sql, [environment.id]);
      return counts.length === 1 && counts[0].status === 'SUCCESS' && counts[0].count === runs;
    },
    { timeoutMs: 60_000 },
  );

test('64 clients that register one new id at once get one endpoint', async () => {
  const answers = await atOnce(() => create('busy'));
  allSucceeded(answers);
  assert.equal(different(answers, ({ json }) => json.id).length, 1);
  assert.equal(different(answers, ({ json }) => json.indexingHookIdentifier).length, 1);
  assert.equal(
    different(answers, ({ json }) => json.endpointIndex.id).length,
    clients,
    'each follows a run of its own',
  );
  assert.equal((await api.get('/api/v1/endpoints')).json.endpoints.length, 1);
  await finished(clients);
});

test('64 index calls at once on one endpoint all succeed, each with all its register tasks', async () => {
  const { json: endpoint } = await create('one');
  await finished(1);
  const answers = await atOnce(() => index('one'));
  allSucceeded(answers);
  assert.equal(different(answers, ({ json }) => json.id).length, clients);
  await finished(clients + 1);
  const tasks = await registerTasksOf(database, endpoint.id);
  const ids = tasks.map(({ payload }) => payload.job?.id ?? payload.dynamicTrigger.id);
  assert.deepEqual(
    ids,
    Array.from({ length: clients + 1 }, () => ['job-0', 'job-1', 'job-2', 'any']).flat(),
    'the tasks of one index stay together',
  );
});

test('64 index calls at once on 64 endpoints all succeed', async () => {
  allSucceeded(await atOnce((number) => create(`app-${number}`)));
  allSucceeded(await atOnce((number) => index(`app-${number}`)));
  await finished(2 * clients);
});

test('an answer that comes late is kept, but a newer index stays the latest', async () => {
  await create('slow');
  await finished(1);
  const reply = (id, more) => manifestReply(sampleManifest({ jobs: [sampleJob(id)] }), more);
  answering(reply('old', { delayMs: 1_000 }), reply('new'));
  app.takeRequests();
  const late = index('slow');
  await until('the app is asked', () => app.requests.length === 1);
  const newer = await index('slow');
  const older = await late;
  allSucceeded([newer, older]);
  const { latestIndex } = (await api.get('/api/v1/endpoints/slow')).json;
  assert.equal(latestIndex.id, newer.json.id);
  const { indexes } = (await api.get('/api/v1/endpoints/slow/indexes')).json;
  assert.deepEqual(
    indexes.slice(0, 2).map(({ id }) => id),
    [newer.json.id, older.json.id],
  );
});

test('a manifest of 10,000 entries becomes 10,000 tasks in its order; one more is refused', async () => {
  const { json: endpoint } = await create('large');
  await finished(1);
  await database.rows('delete from graphile_worker._private_jobs');
  const named = (prefix) => Array.from({ length: 1_000 }, (_, number) => ({ id: `${prefix}-${number}`, jobs: [] }));
  const large = sampleManifest({
    jobs: sampleJobs(entries - 2_000),
    dynamicTriggers: named('trigger'),
    dynamicSchedules: named('schedule'),
  });
  answering(manifestReply(large));
  const answer = await index('large');
  allSucceeded([answer]);
  assert.deepEqual(answer.json.stats, { jobs: 8_000, sources: 0, dynamicTriggers: 1_000, dynamicSchedules: 1_000 });
  const tasks = await registerTasksOf(database, endpoint.id);
  assert.deepEqual(
    tasks.map(({ payload: { job, dynamicTrigger, dynamicSchedule } }) => (job ?? dynamicTrigger ?? dynamicSchedule).id),
    [...large.jobs, ...large.dynamicTriggers, ...large.dynamicSchedules].map(({ id }) => id),
  );

  answering(manifestReply({ ...large, sources: [{}] }));
  const refused = await index('large');
  assert.equal(refused.status, 422);
  assert.match(refused.json.error, /10001 entries, more than the 10000 allowed/);
});
