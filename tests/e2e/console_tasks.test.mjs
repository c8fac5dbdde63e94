// The queue's tasks by the console's API, on a real queue.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { BrowserSession } from '../support/browser_session.mjs';
import { EventSource } from '../support/event_source.mjs';
import { Host } from '../support/host.mjs';
import { until } from '../support/wait.mjs';

const api = '/console/api';
const count = 100_000;

let host;
let database;
let console;

before(async () => {
  host = await Host.start();
  database = host.openDatabase();
  console = host.console();
});

after(async () => {
  await database?.close();
  await host?.remove();
});

async function get(path) {
  const answer = await console.get(api + path);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

async function act(action, body) {
  const answer = await console.post(`${api}/tasks/actions/${action}`, body);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

/** A task, ten minutes from now unless `extra` says otherwise; returns its id. */
const add = (identifier, extra = "run_at => now() + interval '10 minutes'") =>
  database.value(`select id::text from graphile_worker.add_job('${identifier}', ${extra})`);

/** `count` tasks of which no worker knows the kind. */
const addMany = (identifier, count, runAt, queue = 'null') =>
  database.rows(
    `select from graphile_worker.add_jobs((select array_agg(row($1, json_build_object('n', n), ${queue}, ${runAt}, 3,
       null, n % 3, null)::graphile_worker.job_spec) from generate_series(1, $2::int) n))`,
    [identifier, count],
  );

async function allIds(query) {
  const ids = [];
  for (let cursor; cursor !== null; ) {
    const page = await get(`/tasks?${new URLSearchParams({ ...query, limit: 200, ...(cursor && { cursor }) })}`);
    ids.push(...page.tasks.map(({ id }) => id));
    cursor = page.cursor;
  }
  return ids;
}

test('a scheduled task is run now, fails for good, is shown with its error, and is removed', async () => {
  const id = await add('indexEndpoint');
  const scheduled = await get(`/tasks/${id}`);
  assert.equal(scheduled.state, 'scheduled');
  assert.deepEqual(scheduled.payload, {});

  assert.deepEqual(await act('run-now', { ids: [id] }), { changed: 1, skipped: 0 });
  const failed = await until('it has failed for good', async () => {
    const task = await get(`/tasks/${id}`);
    return task.state === 'failed' && task;
  });
  assert.match(failed.lastError, /payload/);
  const listed = (await get('/tasks?state=failed')).tasks.find((task) => task.id === id);
  assert.equal(listed.lastError, failed.lastError.slice(0, 500));
  assert.equal(listed.payload, undefined);

  assert.deepEqual(await act('remove', { ids: [id, '999999999999'] }), { changed: 1, skipped: 1 });
  assert.equal((await console.get(`${api}/tasks/${id}`)).status, 404);
  assert.match(host.log(), new RegExp(`"audit","message":"tasks remove".*"tasks":"${id},999999999999"`));
});

test('a failed task gets its attempts back when it is run again', async () => {
  const id = await add('nobodyKnows');
  assert.deepEqual(await act('fail', { ids: [id], reason: 'not wanted' }), { changed: 1, skipped: 0 });
  const failed = await get(`/tasks/${id}`);
  assert.equal(failed.state, 'failed');
  assert.equal(failed.lastError, 'not wanted');
  assert.deepEqual(await act('reschedule', { ids: [id], runAt: '2100-01-01T00:00:00.000Z' }), { changed: 1, skipped: 0 });
  const again = await get(`/tasks/${id}`);
  assert.equal(again.state, 'scheduled');
  assert.equal(again.attempts, 0);
  assert.equal(again.runAt, '2100-01-01T00:00:00.000Z');
  await act('remove', { ids: [id] });
});

test('what runs is left alone', async () => {
  const [running, waiting] = [await add('nobodyKnows'), await add('nobodyKnows')];
  await database.rows(
    "update graphile_worker._private_jobs set locked_by = 'worker-of-node', locked_at = now() where id = $1",
    [running],
  );
  assert.equal((await get(`/tasks/${running}`)).state, 'running');
  assert.deepEqual((await get('/tasks?state=running')).tasks.map(({ id }) => id), [running]);
  for (const action of ['run-now', 'fail', 'remove'])
    assert.deepEqual(await act(action, { ids: [running] }), { changed: 0, skipped: 1 });
  assert.deepEqual(await act('remove', { ids: [running, waiting] }), { changed: 1, skipped: 1 });
  await database.rows('delete from graphile_worker._private_jobs where id = $1', [running]);
});

test('input that does not fit is refused with what would', async () => {
  const bad = [
    ['run-now', {}, /ids/],
    ['run-now', { ids: [] }, /ids/],
    ['run-now', { ids: ['1; drop table users'] }, /ids/],
    ['run-now', { ids: Array.from({ length: 1001 }, (_, i) => `${i}`) }, /1 to 1000/],
    ['reschedule', { ids: ['1'] }, /runAt/],
    ['reschedule', { ids: ['1'], runAt: 'tomorrow' }, /runAt/],
    ['reschedule', { ids: ['1'], runAt: '2026-13-01T00:00:00Z' }, /runAt/],
    ['fail', { ids: ['1'], reason: '' }, /reason/],
  ];
  for (const [action, body, sentence] of bad) {
    const answer = await console.post(`${api}/tasks/actions/${action}`, body);
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.json.reason, sentence);
  }
  assert.equal((await console.post(`${api}/tasks/actions/explode`, { ids: ['1'] })).status, 404);
  for (const query of ['state=odd', 'limit=0', 'limit=201', 'cursor=x', 'cursor=1~2~3', 'state=failed&cursor=x'])
    assert.equal((await console.get(`${api}/tasks?${query}`)).status, 400, query);
});

test('a queue is unlocked when its holder is gone, not while it is alive', async () => {
  await add('nobodyKnows', "queue_name => 'held', run_at => now() + interval '10 minutes'");
  const unlock = (name) => console.post(`${api}/queues/actions/unlock`, { name });
  const lockAs = (worker) =>
    database.rows(
      `update graphile_worker._private_job_queues set locked_by = $1, locked_at = now() where queue_name = 'held'`,
      [worker],
    );
  const shown = async () => (await get('/queues')).queues.find(({ name }) => name === 'held');

  assert.equal((await unlock('nowhere')).status, 404);
  assert.deepEqual((await unlock('held')).json, { changed: 0 });
  await lockAs((await get('/hosts')).hosts[0].id);
  assert.equal((await shown()).lockedAlive, true);
  assert.equal((await unlock('held')).status, 409);
  await lockAs('worker-of-node');
  assert.equal((await shown()).lockedAlive, null);
  assert.deepEqual((await unlock('held')).json, { changed: 1 });
  assert.equal((await shown()).lockedBy, null);
});

test('a viewer is told of new tasks', async () => {
  const before = (await get('/tasks/counts')).scheduled.count;
  const { source, headers } = await EventSource.open(`${host.url}${api}/events?topics=tasks,hosts`, {
    authorization: `Bearer ${host.consoleToken()}`,
  });
  assert.match(headers['content-type'], /^text\/event-stream/);
  await source.await('tasks', ({ scheduled }) => scheduled.count === before);
  await source.await('hosts', ({ hosts }) => hosts[0].alive && hosts[0].self);
  await add('nobodyKnows');
  await source.await('tasks', ({ scheduled }) => scheduled.count === before + 1);
  source.close();
});

test('a stream ends with the session that it was opened in', async () => {
  const session = await BrowserSession.open(host.url, host.consoleToken());
  const { source } = await EventSource.open(`${host.url}${api}/events?topics=tasks`, { cookie: session.cookie });
  await source.await('tasks');
  assert.equal((await session.call('DELETE', '/session')).status, 204);
  await until('the stream ends', () => source.closed);
});

test('a viewer without a session is refused, and so are unknown topics', async () => {
  assert.equal((await EventSource.open(`${host.url}${api}/events?topics=tasks`, {})).status, 401);
  assert.equal((await console.get(`${api}/events?topics=tasks,odd`)).status, 400);
});

test('every task is on one page, also among a hundred thousand', async () => {
  await database.rows("delete from graphile_worker._private_jobs where task_id = (select id from graphile_worker._private_tasks where identifier = 'nobodyKnows')");
  await addMany('many', count, "now() - n * interval '1 ms'");
  await addMany('later', 450, "now() + n * interval '1 minute'", "'queue-' || n % 5");
  await database.rows('analyze graphile_worker._private_jobs');

  const counts = await get('/tasks/counts');
  assert.deepEqual(counts.ready, { count: 10_000, more: true });
  assert.deepEqual(counts.scheduled, { count: 450, more: false });

  const later = await allIds({ state: 'scheduled' });
  assert.equal(new Set(later).size, 450);
  const inOrder = await database.rows(
    'select id::text from graphile_worker._private_jobs where run_at > now() order by priority, run_at, id',
  );
  assert.deepEqual(later, inOrder.map(({ id }) => id));
  assert.equal((await allIds({ state: 'scheduled', queue: 'queue-3', task: 'later' })).length, 90);
  assert.equal((await allIds({ state: 'scheduled', task: 'many' })).length, 0);

  const failed = (await allIds({ state: 'ready', task: 'later' })).concat(later.slice(0, 400));
  assert.deepEqual(await act('fail', { ids: failed }), { changed: 400, skipped: 0 });
  const newestFirst = [...failed].sort((a, b) => b - a);
  assert.deepEqual(await allIds({ state: 'failed' }), newestFirst);
  assert.deepEqual((await get('/tasks/counts')).failed, { count: 400, more: false });

  const { queues } = await get('/queues');
  assert.deepEqual(queues.map(({ name }) => name).filter((name) => name.startsWith('queue-')).length, 5);
});

test('no list is made by reading the whole queue, but that of running tasks', async () => {
  const plan = async (sql) => JSON.stringify(await database.rows(`explain (format json) ${sql}`));
  const failed = await plan(
    'select * from graphile_worker._private_jobs where attempts >= max_attempts and locked_at is null order by id desc limit 51',
  );
  assert.match(failed, /kongflow_failed_jobs_index/);
  const ready = await plan(
    'select * from graphile_worker._private_jobs where is_available = true and run_at <= now() order by priority, run_at, id limit 51',
  );
  assert.match(ready, /jobs_main_index/);
});
