// The endpoints panels as the console's pages use them, with a scripted app.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { newEnvironment, startHostAndApp } from '../support/host_and_app.mjs';
import { Panels, ok, panelsPath } from '../support/panels.mjs';
import { makeDue, tasksOf } from '../support/queue.mjs';
import { sampleJob, sampleJobs, sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const manifest = (...jobs) => JSON.stringify(sampleManifest({ jobs }));

const readerToken = 'a-token-of-readers-for-these-tests';

const { host, database, app } = await startHostAndApp({ settings: { 'console.read_only_token': readerToken }, rules: [] });
const operator = host.console();
const panels = new Panels(operator);
let project;
let environment;

beforeEach(async () => {
  answerIndexWith({ body: manifest(sampleJob('one'), sampleJob('two')) });
  ({ project, environment } = await newEnvironment(host));
});

function answerIndexWith(reply) {
  app.rules = [
    { action: 'PING', reply: { body: '{"ok":true}' } },
    { action: 'INDEX_ENDPOINT', reply: { headers: { 'content-type': 'application/json' }, ...reply } },
  ];
}

const factsOf = ({ facts }) => Object.fromEntries(facts.map(({ title, value }) => [title, value]));

/** Registers the app through the panel and waits until it is indexed; returns the row's id. */
async function registered(id = 'my-app') {
  const { row } = await ok(panels.act('register', { environment: environment.id, id, url: `${app.url}/api/trigger` }));
  await statusOf(row, 'SUCCESS');
  return row;
}

const statusOf = (id, wanted) =>
  until(`the last run is ${wanted}`, async () => {
    const facts = factsOf(await panels.row('endpoints', { id }));
    return facts['Last run'] === wanted ? facts : undefined;
  });

async function ownRow(filter = 'my-app') {
  const { rows } = await panels.rows('endpoints', { filter, limit: 200 });
  return rows.find((row) => row.project === project);
}

test('the panels describe themselves', async () => {
  const list = (await ok(operator.get('/console/api/panels'))).panels.filter(({ plugin }) => plugin === 'endpoints');
  assert.deepEqual(
    list.map(({ id, parent, hasRow }) => [id, parent, hasRow]),
    [
      ['endpoints', null, true],
      ['runs', 'endpoints', true],
      ['indexes', 'endpoints', true],
    ],
  );
  const actions = Object.fromEntries(list[0].actions.map((action) => [action.id, action]));
  assert.deepEqual(Object.keys(actions), ['index', 'register', 'change-url', 'hook-url', 'delete']);
  assert.ok(Object.values(actions).every(({ mutates }) => mutates));
  assert.equal(actions.register.scope, 'panel');
  assert.deepEqual(
    actions.register.fields.map(({ key, kind, required }) => [key, kind, required]),
    [
      ['environment', 'environment', true],
      ['id', 'text', true],
      ['url', 'url', true],
    ],
  );
  assert.equal(actions['change-url'].fields[0].column, 'url');
  assert.equal(actions.delete.confirmColumn, 'slug');
});

test('an operator registers an app, and sees it indexed', async () => {
  const id = await registered();
  const row = await ownRow();
  assert.equal(row.id, id);
  assert.equal(row.slug, 'my-app');
  assert.equal(row.url, `${app.url}/api/trigger`);
  assert.equal(row.status, 'SUCCESS');
  assert.deepEqual(row.history, ['SUCCESS']);
  assert.equal(row.source, 'INTERNAL');
  assert.equal(row.stats.jobs, 2);
  const page = await panels.row('endpoints', { id });
  assert.equal(page.title, 'my-app');
  assert.equal(page.queue, `endpoint-${id}`);
  assert.equal(factsOf(page)['Environment id'], environment.id);
});

test('a registration fails as it does over the API, in the same words', async () => {
  app.rules = [{ reply: { status: 503 } }];
  const input = { environment: environment.id, id: 'my-app', url: `${app.url}/api/trigger` };
  const overApi = await host.api(environment.apiKey).post('/api/v1/endpoints', { id: input.id, url: input.url });
  const refused = await panels.act('register', input);
  assert.equal(refused.status, 422);
  assert.equal(refused.json.code, 'FAILED_PING');
  assert.ok(refused.json.reason.startsWith(overApi.json.error), refused.text);
  assert.equal(await ownRow(), undefined);

  assert.equal((await panels.act('register', { ...input, environment: host.dataDir })).status, 404);
  assert.equal((await panels.act('register', { ...input, id: 'no spaces' })).status, 400);
  assert.equal((await panels.act('register', { id: 'my-app', url: input.url })).status, 400);
});

test('while a hook is retried, an index by hand that fails does not say otherwise', async () => {
  const id = await registered();
  await database.rows(`delete from graphile_worker._private_jobs`);
  answerIndexWith({ status: 500 });
  const { hookUrl } = (await host.api(environment.apiKey).get('/api/v1/endpoints/my-app')).json;
  await ok(host.api().post(new URL(hookUrl).pathname));
  await database.rows(`update graphile_worker._private_jobs set attempts = 5`);
  await makeDue(database, id);
  const task = await until('attempt 6 has failed', async () => {
    const [only] = await tasksOf(database, id);
    return only.attempts === 6 && only.lockedBy === null ? only : undefined;
  });

  const sentence = 'The HOOK run of this endpoint is retried automatically (attempt 7 of 25).';
  const failed = await panels.act('index', { id });
  assert.equal(failed.status, 422, failed.text);
  assert.ok(failed.json.reason.endsWith(sentence), failed.text);
  const facts = factsOf(await panels.row('endpoints', { id }));
  assert.ok(facts['What to do'].includes(sentence), facts['What to do']);
  assert.equal(facts.Next, sentence);
  assert.equal(facts['Next attempt'], task.runAt.toISOString());
  assert.equal((await ownRow()).nextAttemptAt, facts['Next attempt']);
  const { rows: runs } = await panels.rows('runs', { parent: id });
  const [manual, hook] = await Promise.all(runs.slice(0, 2).map(({ id: run }) => panels.row('runs', { id: run })));
  assert.ok(factsOf(manual)['What to do'].includes(sentence));
  assert.match(factsOf(hook)['What to do'], /This run is retried automatically \(attempt 7 of 25\)/);

  const later = '2030-01-02T03:04:05.000Z';
  await database.rows(`update graphile_worker._private_jobs set run_at = $1`, [later]);
  assert.equal(factsOf(await panels.row('endpoints', { id }))['Next attempt'], later);
  await database.rows(`delete from graphile_worker._private_jobs`);
  const alone = factsOf(await panels.row('endpoints', { id }));
  assert.match(alone['What to do'], /not retried automatically/);
  assert.equal(alone['Next attempt'], undefined);
  assert.equal((await panels.rows('runs', { parent: id })).rows[1].nextAttemptAt, null);
});

test('a task that was rescheduled after its last attempt, and one of another program, are what comes next', async () => {
  const id = await registered();
  await database.rows(`delete from graphile_worker._private_jobs`);
  answerIndexWith({ status: 500 });
  const { hookUrl } = (await host.api(environment.apiKey).get('/api/v1/endpoints/my-app')).json;
  await ok(host.api().post(new URL(hookUrl).pathname));
  await database.rows(`update graphile_worker._private_jobs set attempts = 24`);
  await makeDue(database, id);
  const { id: task } = await until('the last attempt has failed', async () => {
    const [only] = await tasksOf(database, id);
    return only.attempts === 25 && only.lockedBy === null ? only : undefined;
  });
  const facts = async () => factsOf(await panels.row('endpoints', { id }));
  assert.equal((await facts()).Next, undefined);
  assert.match((await facts())['What to do'], /not retried automatically/);

  const due = '2030-01-02T03:04:05.000Z';
  await database.rows(`select graphile_worker.reschedule_jobs(array[$1::bigint], run_at := $2, attempts := 0)`, [task, due]);
  const rescheduled = await facts();
  assert.equal(rescheduled.Next, 'The HOOK run of this endpoint starts automatically (attempt 1 of 25).');
  assert.match(rescheduled['What to do'], /This run starts automatically \(attempt 1 of 25\)/);
  assert.equal(rescheduled['Next attempt'], due);
  assert.equal((await ownRow()).nextAttemptAt, due);

  const sooner = '2029-01-02T03:04:05.000Z';
  await database.rows(
    `select graphile_worker.add_job('indexEndpoint', $1::json, queue_name := $2, run_at := $3, max_attempts := 7)`,
    [{ id, reason: 'zero \0 byte' }, `endpoint-${id}`, sooner],
  );
  assert.equal((await facts()).Next, 'An index task of another program starts automatically (attempt 1 of 7).');
  assert.equal((await ownRow()).nextAttemptAt, sooner);
});

test('an index that runs is seen while it runs, and its history afterwards', async () => {
  const id = await registered();
  answerIndexWith({ behaviour: 'hang' });
  const indexing = panels.act('index', { id, reason: 'by hand' });
  await statusOf(id, 'STARTED');
  app.releaseHung();
  const failed = await indexing;
  assert.equal(failed.status, 422);
  assert.equal(failed.json.code, 'FAILED_INDEX');
  const facts = await statusOf(id, 'FAILURE');
  assert.ok(failed.json.reason.startsWith(facts['What failed']), failed.text);
  assert.match(facts['What to do'], /not retried automatically/);

  answerIndexWith({ body: manifest(sampleJob('one')), headers: { 'trigger-sdk-version': '3.3.17' } });
  await ok(panels.act('index', { id }));
  const row = await ownRow();
  assert.deepEqual(row.history, ['SUCCESS', 'FAILURE', 'SUCCESS']);
  assert.equal(row.sdkVersion, '3.3.17');

  const { rows: runs } = await panels.rows('runs', { parent: id });
  assert.deepEqual(
    runs.map(({ status, source, reason }) => [status, source, reason]),
    [
      ['SUCCESS', 'MANUAL', null],
      ['FAILURE', 'MANUAL', 'by hand'],
      ['SUCCESS', 'INTERNAL', null],
    ],
  );
  assert.ok(runs.every(({ duration }) => Number.isInteger(duration) && duration >= 0));
  assert.equal(runs[1].error, facts['What failed']);
  const { rows: found } = await panels.rows('runs', { parent: id, filter: 'BY HAND' });
  assert.deepEqual(found, [runs[1]]);
  assert.equal(factsOf(await panels.row('runs', { id: runs[1].id }))['What failed'], facts['What failed']);
});

test('two indexes are compared entry by entry', async () => {
  const id = await registered();
  answerIndexWith({ body: manifest(sampleJob('two', { version: '1.0.1' }), sampleJob('three')) });
  await ok(panels.act('index', { id }));
  const { rows } = await panels.rows('indexes', { parent: id });
  assert.deepEqual(
    rows.map(({ source }) => source),
    ['MANUAL', 'INTERNAL'],
  );
  const [newer, older] = rows;
  const page = await panels.row('indexes', { id: newer.id, against: older.id });
  assert.deepEqual(
    page.document.jobs.map((entry) => entry.id),
    ['two', 'three'],
  );
  assert.deepEqual(
    page.others.map((other) => other.id),
    [older.id],
  );
  assert.deepEqual(page.changes, {
    added: [{ entry: 'job "three"', value: sampleJob('three') }],
    removed: [{ entry: 'job "one"', value: sampleJob('one') }],
    changed: [{ entry: 'job "two"', fields: [{ path: 'version', before: '1.0.0', after: '1.0.1' }] }],
    more: 0,
  });
  assert.equal((await panels.row('indexes', { id: newer.id })).changes, null);
  assert.equal(
    (await operator.get(`${panelsPath}/indexes/row?id=${newer.id}&against=${id}`)).status,
    404,
    'only indexes of this endpoint',
  );
});

test('a deep manifest and one of 9,000 jobs are shown and compared', async () => {
  const depth = 100;
  const nested = JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth));
  answerIndexWith({ body: manifest(sampleJob('deep', { event: { ...sampleJob('deep').event, schema: nested } })) });
  const id = await registered();
  answerIndexWith({ body: manifest(...sampleJobs(9000)) });
  await ok(panels.act('index', { id }));
  const [large, deep] = (await panels.rows('indexes', { parent: id })).rows;
  assert.deepEqual((await panels.row('indexes', { id: deep.id })).document.jobs[0].event.schema, nested);
  const { document, changes } = await panels.row('indexes', { id: large.id, against: deep.id });
  assert.equal(document.jobs.length, 9000);
  assert.deepEqual([changes.added.length, changes.more, changes.removed.length], [1000, 8000, 1]);
});

test('a changed URL is pinged first, and keeps the hook URL', async () => {
  const id = await registered();
  const { copy: hook } = await ok(panels.act('hook-url', { id }));
  app.takeRequests();
  const moved = `${app.url}/moved`;
  assert.equal((await ok(panels.act('change-url', { id, url: moved }))).row, id);
  assert.deepEqual([app.requests[0].path, app.requests[0].headers['x-trigger-action']], ['/moved', 'PING']);
  assert.equal((await ownRow()).url, moved);
  assert.equal((await ok(panels.act('hook-url', { id }))).copy, hook);

  app.rules = [{ reply: { status: 404 } }];
  assert.equal((await panels.act('change-url', { id, url: `${app.url}/nowhere` })).status, 422);
  assert.equal((await ownRow()).url, moved);
});

test('the hook URL is told by its action alone, and works', async () => {
  const id = await registered();
  const { copy } = await ok(panels.act('hook-url', { id }));
  const secret = copy.split('/').at(-1);
  assert.match(copy, /^\/api\/v1\/endpoints\//);
  assert.equal((await host.api().get(copy)).status, 200);
  await until('the hook is a run', async () =>
    (await panels.rows('runs', { parent: id })).rows.find(({ source }) => source === 'HOOK'),
  );
  const { rows: runs } = await panels.rows('runs', { parent: id });
  const { rows: indexes } = await panels.rows('indexes', { parent: id });
  const shown = [
    await panels.rows('endpoints', { limit: 200 }),
    await panels.row('endpoints', { id }),
    runs,
    indexes,
    await panels.row('runs', { id: runs[0].id }),
    await panels.row('indexes', { id: indexes[0].id }),
    await ok(operator.get('/console/api/panels')),
  ];
  for (const text of [...shown.map((answer) => JSON.stringify(answer)), host.log()]) {
    assert.ok(!text.includes(environment.apiKey));
    assert.ok(!text.includes(`/index/${secret}`));
  }
});

test('a reader sees all panels and runs no action', async () => {
  const id = await registered();
  const { copy } = await ok(panels.act('hook-url', { id }));
  const reader = host.api(readerToken);
  for (const path of ['', '/endpoints/rows', `/endpoints/row?id=${id}`, `/runs/rows?parent=${id}`]) {
    assert.equal((await reader.get(path === '' ? '/console/api/panels' : panelsPath + path)).status, 200, path);
  }
  const list = (await ok(reader.get('/console/api/panels'))).panels.find((panel) => panel.id === 'endpoints');
  for (const { id: action } of list.actions) {
    const refused = await reader.post(`${panelsPath}/endpoints/actions/${action}`, {
      id: action === 'register' ? 'another' : id,
      environment: environment.id,
      url: `${app.url}/elsewhere`,
    });
    assert.equal(refused.status, 403, action);
    assert.ok(!refused.text.includes(copy));
  }
  const { rows } = await ok(reader.get(`${panelsPath}/endpoints/rows?filter=${project}`));
  assert.deepEqual(
    rows.filter((row) => row.project === project).map((row) => [row.id, row.url]),
    [[id, `${app.url}/api/trigger`]],
  );
});

test('a deleted endpoint is gone with its history', async () => {
  const id = await registered();
  await ok(panels.act('delete', { id }));
  assert.equal(await ownRow(), undefined);
  assert.equal((await operator.get(`${panelsPath}/endpoints/row?id=${id}`)).status, 404);
  assert.deepEqual((await panels.rows('runs', { parent: id })).rows, []);
  assert.equal((await panels.act('delete', { id })).status, 404);
});
