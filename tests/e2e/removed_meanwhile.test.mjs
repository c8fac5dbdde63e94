// Rows that are removed while an app is asked: the request says so, nothing is reported as a failure, and nothing is left.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { manifestReply, pong } from '../support/fake_app.mjs';
import { newEnvironment, startHostAndApp } from '../support/host_and_app.mjs';
import { Panels } from '../support/panels.mjs';
import { makeDue, tasksOf } from '../support/queue.mjs';
import { sampleJobs, sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const { host, database, app } = await startHostAndApp();
const panels = new Panels(host.console());
const answers = { answers: manifestReply(sampleManifest({ jobs: sampleJobs(3) })), fails: { status: 500 } };
let environment;
let api;
let endpoint;

beforeEach(async () => {
  ({ environment, api } = await newEnvironment(host));
  app.rules = [pong, { action: 'INDEX_ENDPOINT', reply: answers.answers }];
  const created = await api.post('/api/v1/endpoints', { id: 'my-app', url: `${app.url}/api/trigger` });
  assert.equal(created.status, 200, created.text);
  endpoint = created.json;
  await until('the app is indexed', async () => (await api.get('/api/v1/endpoints/my-app')).json.latestIndex);
  await database.rows('delete from graphile_worker._private_jobs');
});

const removals = {
  DELETE: async () => assert.equal((await api.delete('/api/v1/endpoints/my-app')).status, 200),
  'the console': async () => assert.equal((await panels.act('delete', { id: endpoint.id })).status, 200),
  'a removed environment': () => database.rows('delete from runtime_environments where id = $1', [environment.id]),
  'a removed project': () => database.rows('delete from projects where id = $1', [endpoint.projectId]),
};

/** The app removes the row before it answers. */
function remove(action, removal, reply) {
  app.rules = [{ action, reply: { ...reply, when: removal } }, pong];
}

const isTrouble = (line) => line.startsWith('{') && ['warning', 'error'].includes(JSON.parse(line).level);

/** Runs `act`; fails when it logged a warning or counted a failure. */
async function quietly(act) {
  const logged = host.log().length;
  const counted = await counters();
  const result = await act();
  const lines = host.log().slice(logged).split('\n').filter(isTrouble);
  assert.deepEqual(lines, []);
  assert.deepEqual(await counters(), counted);
  return result;
}

const failureCounters =
  /^(kongflow_endpoints_database_failures_total|kongflow_task_attempts_total\{.*outcome="(failed|retried)"|kongflow_http_requests_total\{.*status="5xx").*/gm;
const counters = async () => (await host.api().get('/metrics')).text.match(failureCounters);

async function assertNothingIsLeft() {
  for (const table of ['endpoints', 'endpoint_index_runs', 'endpoint_indexes']) {
    const sql = `select 1 from ${table} where ${table === 'endpoints' ? 'id' : 'endpoint_id'} = $1`;
    await until(`${table} is empty`, async () => (await database.rows(sql, [endpoint.id])).length === 0);
  }
  await until('no task is left', async () => (await tasksOf(database, endpoint.id)).length === 0);
}

function assertNotFound(answer, sentence) {
  assert.equal(answer.status, 404, answer.text);
  assert.equal(answer.json.reason ?? answer.json.error, sentence);
}

for (const [how, removal] of Object.entries(removals)) {
  for (const [what, reply] of Object.entries(answers)) {
    test(`index by API: ${how} takes the endpoint away, and the app ${what}`, async () => {
      remove('INDEX_ENDPOINT', removal, reply);
      const answer = await quietly(() => api.post('/api/v1/endpoints/my-app/index', {}));
      assertNotFound(answer, 'Endpoint not found');
      assert.deepEqual(answer.json, { error: 'Endpoint not found', code: 'ENDPOINT_NOT_FOUND' });
      await assertNothingIsLeft();
    });

    test(`index by the console: ${how} takes the endpoint away, and the app ${what}`, async () => {
      remove('INDEX_ENDPOINT', removal, reply);
      assertNotFound(await quietly(() => panels.act('index', { id: endpoint.id })), 'Endpoint not found');
      await assertNothingIsLeft();
    });

    test(`index by a task: ${how} takes the endpoint away, and the app ${what}`, async () => {
      remove('INDEX_ENDPOINT', removal, reply);
      app.takeRequests();
      await quietly(async () => {
        const hook = new URL((await api.get('/api/v1/endpoints/my-app')).json.hookUrl).pathname;
        assert.equal((await host.api().post(hook)).status, 200);
        await makeDue(database, endpoint.id);
        await until('the app is asked', () => app.indexRequests.length === 1);
        await assertNothingIsLeft();
      });
    });
  }

  test(`change of the URL: ${how} takes the endpoint away`, async () => {
    remove('PING', removal, pong.reply);
    const url = `${app.url}/moved`;
    assertNotFound(await quietly(() => panels.act('change-url', { id: endpoint.id, url })), 'Endpoint not found');
    await assertNothingIsLeft();
  });
}

for (const how of ['a removed environment', 'a removed project']) {
  test(`registration: ${how}`, async () => {
    const input = { id: 'new', url: `${app.url}/api/trigger` };
    remove('PING', removals[how], pong.reply);
    const answer = await quietly(() => api.post('/api/v1/endpoints', input));
    assert.equal(answer.status, 404, answer.text);
    assert.deepEqual(answer.json, { error: 'Environment not found', code: 'ENDPOINT_NOT_FOUND' });
    assert.deepEqual(await database.rows(`select id from endpoints where environment_id = $1`, [environment.id]), []);
  });

  test(`registration by the console: ${how}`, async () => {
    const input = { environment: environment.id, id: 'new', url: `${app.url}/api/trigger` };
    remove('PING', removals[how], pong.reply);
    assertNotFound(await quietly(() => panels.act('register', input)), 'Environment not found');
  });
}

test('a run that is removed alone is not found, and its endpoint stays', async () => {
  const removal = () => database.rows('delete from endpoint_index_runs where endpoint_id = $1', [endpoint.id]);
  for (const reply of Object.values(answers)) {
    remove('INDEX_ENDPOINT', removal, reply);
    const answer = await quietly(() => api.post('/api/v1/endpoints/my-app/index', {}));
    assertNotFound(answer, 'Endpoint index not found');
  }
  assert.equal((await api.get('/api/v1/endpoints/my-app')).status, 200);
  assert.deepEqual(await tasksOf(database, endpoint.id), []);
});

test('tasks that wait behind a slow one when DELETE comes leave nothing', async () => {
  const hook = new URL((await api.get('/api/v1/endpoints/my-app')).json.hookUrl).pathname;
  for (let call = 0; call < 5; call++) assert.equal((await host.api().post(hook)).status, 200);
  const taken = async () => (await tasksOf(database, endpoint.id)).filter(({ lockedBy }) => lockedBy !== null).length;
  const removal = async () => {
    await until('all tasks are taken', async () => (await taken()) === 5);
    await removals.DELETE();
  };
  remove('INDEX_ENDPOINT', removal, answers.answers);
  app.takeRequests();
  await quietly(async () => {
    await makeDue(database, endpoint.id);
    await until('the app is asked', () => app.indexRequests.length === 1);
    await assertNothingIsLeft();
  });
  assert.equal(app.indexRequests.length, 1);
});

const producers = {
  'in the queue of the endpoint': `'endpoint-' || $1::text`,
  'in no queue': 'null',
};

for (const [where, queue] of Object.entries(producers)) {
  for (const [how, removal] of Object.entries(removals)) {
    test(`a task of another program ${where} ends quietly after ${how}`, async () => {
      await quietly(async () => {
        await database.rows(
          `select graphile_worker.add_job('indexEndpoint', json_build_object('id', $1::text), queue_name := ${queue},
             run_at := now() + interval '1 hour')`,
          [endpoint.id],
        );
        await database.rows(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a dead worker'`);
        await removal();
        await database.rows(`update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = now()`);
        await database.rows(`select pg_notify('jobs:insert', '{"r":"test","count":1}')`);
        await until('no task is left', async () => (await tasksOf(database)).length === 0);
      });
    });
  }
}

test('DELETE removes an endpoint whose running task has a payload that jsonb cannot hold', async () => {
  const payload = { id: endpoint.id, reason: 'zero \0 byte' };
  await database.rows(
    `select graphile_worker.add_job('indexEndpoint', $2::json, queue_name := $1, run_at := now() + interval '1 hour')`,
    [`endpoint-${endpoint.id}`, payload],
  );
  await database.rows(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a worker'`);
  await quietly(removals.DELETE);
});

test('a task for an endpoint that never existed fails', async () => {
  const id = '00000000-0000-4000-8000-0000000000ff';
  await database.rows(`select graphile_worker.add_job('indexEndpoint', $1::json)`, [{ id }]);
  await until('the task fails', async () => (await tasksOf(database))[0]?.lastError === 'No Endpoint found');
});

test('hooks that race with DELETE are accepted or not found, and leave nothing', async () => {
  const hook = new URL((await api.get('/api/v1/endpoints/my-app')).json.hookUrl).pathname;
  await quietly(async () => {
    const calls = Array.from({ length: 40 }, () => host.api().post(hook));
    calls.splice(20, 0, api.delete('/api/v1/endpoints/my-app'));
    for (const { status, text } of await Promise.all(calls)) assert.ok([200, 404].includes(status), text);
    await assertNothingIsLeft();
  });
});
