// An index that fails is explained by the endpoint, its run, and the host's log.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import { indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { newEnvironment, startHostAndApp } from '../support/host_and_app.mjs';
import { makeDue, tasksOf } from '../support/queue.mjs';
import { sampleJob, sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const good = manifestReply(sampleManifest({ jobs: [sampleJob('one')] }));

const { host, database, app } = await startHostAndApp({
  settings: { 'plugins.endpoints.index.timeout': '2s', 'plugins.endpoints.ping.timeout': '2s' },
});
let environment;
let api;

beforeEach(async () => {
  ({ environment, api } = await newEnvironment(host));
});

// Later attempts of its task would take the replies of the next test.
afterEach(() => api.delete('/api/v1/endpoints/my-app'));

const answering = (...replies) => (app.rules = [pong, indexReplies(...replies)]);

async function register() {
  const created = await api.post('/api/v1/endpoints', { id: 'my-app', url: `${app.url}/api/trigger` });
  assert.equal(created.status, 200, created.text);
  return created.json;
}

const latestRun = (status, attempt) =>
  until(`attempt ${attempt} is ${status}`, async () => {
    const { latestRun: run } = (await api.get('/api/v1/endpoints/my-app')).json;
    return run.status === status && run.attempt === attempt ? run : undefined;
  });

// Until the host gives the task back, the time of its next attempt is what the plugin expects.
const givenBack = (endpointId) =>
  until('the task is back in the queue', () =>
    database.value(
      `select true from graphile_worker._private_jobs jobs
       join graphile_worker._private_job_queues queues on queues.id = jobs.job_queue_id
       where queue_name = $1 and jobs.locked_by is null and jobs.attempts > 0`,
      [`endpoint-${endpointId}`],
    ),
  );

const logged = (runId) =>
  host
    .log()
    .split('\n')
    .filter((line) => line.includes(runId))
    .map((line) => JSON.parse(line));

const failures = {
  'an error status': [{ status: 503 }, /^Could not connect to endpoint http.*\. Status code: 503$/],
  'no answer in time': [
    { behaviour: 'hang' },
    /^Could not connect to endpoint http.*: The app did not respond within 2 s \(index\.timeout\)\. Try again: /,
  ],
  'a closed connection': [{ behaviour: 'destroy' }, /^Could not connect to endpoint http.*: The server closed the connection without a response/],
  'a page': [
    { body: '<html>', headers: { 'content-type': 'text/html' } },
    /^Could not parse response from endpoint\. .*: A web page answered \(HTML without a title\)\. Check the path/,
  ],
  'a manifest with problems': [
    manifestReply(sampleManifest({ jobs: [sampleJob('one', { version: 1 }), sampleJob('two', { name: 2 })] })),
    /^Job "one": .* at "version"\nJob "two": .* at "name"$/,
  ],
};

for (const [what, [reply, sentence]] of Object.entries(failures)) {
  test(`an app that answers its index with ${what}`, async () => {
    answering(reply, good);
    const created = await register();
    await givenBack(created.id);
    const run = await latestRun('FAILURE', 1);
    assert.equal(run.id, created.endpointIndex.id);
    assert.match(run.error.message, sentence);
    assert.equal(run.error.code, 'FAILED_INDEX');
    assert.ok(Date.parse(run.nextAttemptAt) > Date.parse(run.finishedAt));

    const { json: polled } = await api.get(`/api/v1/endpointindex/${run.id}`);
    const { status, error, attempt, nextAttemptAt } = run;
    assert.deepEqual({ ...polled, status, error, attempt, nextAttemptAt }, polled);

    const [line] = await until('the log tells of it', () => logged(run.id).length > 0 && logged(run.id));
    assert.equal(line.level, 'warning');
    assert.equal(line.endpoint, 'my-app');
    assert.equal(line.environment, environment.id);
    assert.equal(line.attempt, '1');
    assert.equal(line.error, run.error.message);
    assert.ok(Number(line.next_attempt_in_ms) > 0);

    await makeDue(database, created.id);
    const done = await latestRun('SUCCESS', 2);
    assert.equal(done.id, run.id);
    assert.equal(done.error, null);
    assert.equal(done.nextAttemptAt, null);
    assert.deepEqual((await api.get(`/api/v1/endpointindex/${run.id}`)).json.stats, done.stats);
  });
}

const wall = {
  status: 401,
  headers: { 'content-type': 'text/html', server: 'nginx' },
  body: '<!doctype html><title>Acme &amp; Co: Sign in</title><form><input type="password"></form>',
};

test('a login in front of an app is not taken for a wrong API key', async () => {
  app.rules = [{ reply: wall }];
  const { status, json } = await api.post('/api/v1/endpoints', { id: 'my-app', url: `${app.url}/api/trigger` });
  assert.equal(status, 400);
  assert.equal(json.error, `Could not connect to endpoint ${app.url}/api/trigger. Status code: 401`);
  assert.match(json.reason, /^A login page answered \(HTML titled "Acme & Co: Sign in", server "nginx"\)\. Allow requests/);
  answering(wall, good);
  await register();
  assert.match((await latestRun('FAILURE', 1)).error.message, /Status code: 401: A login page answered/);
});

test('an app that is asleep for its first ping is registered', async () => {
  app.rules = [{ action: 'PING', replies: [{ behaviour: 'hang' }, { body: '{"ok":true}' }] }, indexReplies(good)];
  await register();
  await latestRun('SUCCESS', 1);
});

test('an index by API that fails leaves a run that says why, and no index', async () => {
  answering(good, { body: '{"jobs":[]}' });
  const created = await register();
  await latestRun('SUCCESS', 1);
  const answer = await api.post('/api/v1/endpoints/my-app/index', {});
  assert.equal(answer.status, 422, answer.text);
  assert.equal(answer.json.code, 'FAILED_INDEX');
  const { json: run } = await api.get(`/api/v1/endpointindex/${answer.json.endpointIndex.id}`);
  assert.equal(run.status, 'FAILURE');
  assert.equal(run.error.message, answer.json.error);
  assert.equal(run.endpointId, created.id);
  assert.equal(run.nextAttemptAt, null);
  assert.equal((await api.get('/api/v1/endpoints/my-app/indexes')).json.indexes.length, 1);
});

test('the last attempt says that there is no next one', async () => {
  answering({ status: 500 });
  const created = await register();
  await latestRun('FAILURE', 1);
  const almost = `update graphile_worker._private_jobs set attempts = max_attempts - 1 where id = $1`;
  const [task] = await tasksOf(database, created.id);
  await database.rows(almost, [task.id]);
  await makeDue(database, created.id);
  assert.equal((await latestRun('FAILURE', 25)).nextAttemptAt, null);
  await until('the log tells of it', () => logged(created.endpointIndex.id).length === 2);
  assert.equal(logged(created.endpointIndex.id)[1].next_attempt_in_ms, 'none');
});

test('a crash leaves no run unfinished: the next host goes on with its task and fails the others', async () => {
  const restarted = async (indexTimeout) => {
    host.writeConfig({ 'plugins.endpoints.index.timeout': indexTimeout, 'http.request_timeout': '1d' });
    await host.start();
    api = host.api(environment.apiKey);
  };
  await host.stop();
  await restarted('5m'); // neither the task nor the request ends before the host is killed
  answering({ behaviour: 'hang' }, { behaviour: 'hang' }, good);
  app.takeRequests();
  const asked = (count) => until(`the app is asked ${count} times`, () => app.indexRequests.length === count);
  const created = await register();
  await asked(1);
  const answer = assert.rejects(api.post('/api/v1/endpoints/my-app/index', {}));
  await asked(2);
  await host.kill();
  await answer;

  const sql = 'select status, error from endpoint_index_runs where task_id is null and endpoint_id = $1';
  const runs = () => database.rows(sql, [created.id]);
  await restarted('2s');
  await until('the task is done', async () => (await api.get('/api/v1/endpoints/my-app')).json.latestIndex);
  assert.deepEqual(await runs(), [{ status: 'STARTED', error: null }]);

  // As if more than the time had passed that an index may take.
  await database.rows(`begin; set local session_replication_role = replica;
    update endpoint_index_runs set updated_at = now() - interval '5 minutes'; commit`);
  await host.stop();
  await restarted('2s');
  await until('the run inside the request has failed', async () => (await runs())[0].status === 'FAILURE');
  assert.match((await runs())[0].error, /^The host stopped before the index was finished/);
});
