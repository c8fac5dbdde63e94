// The endpoints API as a client sees it, with a scripted app.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { newEnvironment, startHostAndApp } from '../support/host_and_app.mjs';
import { request } from '../support/http.mjs';
import { makeDue, tasksOf } from '../support/queue.mjs';
import { sampleJob, sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

const manifest = sampleManifest({ jobs: [sampleJob('one'), sampleJob('two')] });

const { host, database, app } = await startHostAndApp({ rules: [] });
let project;
let environment;
let api;

beforeEach(async () => {
  app.rules = [pong, indexReplies(manifestReply(manifest))];
  app.takeRequests();
  ({ project, environment, api } = await newEnvironment(host));
});

async function register(slug = 'my-app', path = '/api/trigger') {
  const created = await api.post('/api/v1/endpoints', { id: slug, url: app.url + path });
  assert.equal(created.status, 200, created.text);
  return created.json;
}

const indexes = async (slug = 'my-app') => (await api.get(`/api/v1/endpoints/${slug}/indexes`)).json.indexes;

const indexed = (count, slug = 'my-app') =>
  until(`${count} indexes are stored`, async () => {
    const list = await indexes(slug);
    return list.length >= count ? list : undefined;
  });

test('whoami names environment, project and organization', async () => {
  const { status, json } = await api.get('/api/v1/whoami');
  assert.equal(status, 200);
  assert.equal(json.id, environment.id);
  assert.equal(json.type, 'DEVELOPMENT');
  assert.equal(json.project.slug, project);
  assert.equal(json.organization.slug, 'acme');
  assert.match(json.pkApiKey, /^pk_dev_/);
  assert.ok(
    !json.pkApiKey.includes(environment.apiKey.slice('tr_dev_'.length)),
    'the public key tells nothing of the secret one',
  );
  assert.equal((await api.get('/api/v1/whoami')).json.pkApiKey, json.pkApiKey);
  for (const key of [undefined, 'tr_dev_nobody']) {
    const refused = await host.api(key).get('/api/v1/whoami');
    assert.equal(refused.status, 401);
    assert.equal(refused.json.error, 'Invalid or Missing API key');
  }
});

test('the run that a registration begins can be followed to its end', async () => {
  const created = await register();
  const run = await until('the run ends', async () => {
    const { status, json } = await api.get(`/api/v1/endpointindex/${created.endpointIndex.id}`);
    assert.equal(status, 200);
    assert.ok(['PENDING', 'STARTED', 'SUCCESS'].includes(json.status), JSON.stringify(json));
    return json.status === 'SUCCESS' ? json : undefined;
  });
  assert.deepEqual(run.stats, { jobs: 2, sources: 0, dynamicTriggers: 0, dynamicSchedules: 0 });
  assert.equal((await api.get('/api/v1/endpointindex/00000000-0000-4000-8000-000000000000')).status, 404);
  assert.equal((await api.get('/api/v1/endpointindex/nonsense')).status, 404);
});

test('an app behind a redirect is indexed, its run names the URL to register, and its stored URL stays', async () => {
  app.rules.unshift({ path: '/old', reply: { status: 308, headers: { location: '/api/trigger' } } });
  const created = await register('moved', '/old');
  await indexed(1, 'moved');
  const { json: shown } = await api.get('/api/v1/endpoints/moved');
  assert.equal(shown.url, `${app.url}/old`);
  const warning = `The app responded after a redirect: register it again with the URL ${app.url}/api/trigger`;
  assert.equal(shown.latestRun.warning, warning);
  const { json: run } = await api.get(`/api/v1/endpointindex/${created.endpointIndex.id}`);
  assert.equal(run.warning, warning);
});

test('registering again keeps id and hook, takes the new URL and indexes again', async () => {
  const first = await register();
  await indexed(1);
  const second = await register('my-app', '/moved');
  assert.equal(second.id, first.id);
  assert.equal(second.indexingHookIdentifier, first.indexingHookIdentifier);
  assert.equal(second.createdAt, first.createdAt);
  assert.ok(second.updatedAt >= first.updatedAt);
  assert.equal(second.url, `${app.url}/moved`);
  await indexed(2);
  assert.deepEqual(
    app.takeRequests().map(({ method, path, headers }) => [method, path, headers['x-trigger-action']]),
    [
      ['POST', '/api/trigger', 'PING'],
      ['POST', '/api/trigger', 'INDEX_ENDPOINT'],
      ['POST', '/moved', 'PING'],
      ['POST', '/moved', 'INDEX_ENDPOINT'],
    ],
  );
});

test('a client may ask for an index and gets its result', async () => {
  await register();
  await indexed(1);
  const answer = await api.post('/api/v1/endpoints/my-app/index', { reason: 'deployed', data: { build: 7 } });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.source, 'API');
  assert.equal(answer.json.reason, 'deployed');
  assert.deepEqual(answer.json.sourceData, { build: 7 });
  assert.equal((await indexes())[0].id, answer.json.id);
});

for (const method of ['GET', 'POST']) {
  test(`the deploy hook is called with ${method}`, async () => {
    const created = await register();
    await indexed(1);
    const { json: shown } = await api.get('/api/v1/endpoints/my-app');
    assert.ok(
      shown.hookUrl.endsWith(`/api/v1/endpoints/${environment.id}/my-app/index/${created.indexingHookIdentifier}`),
    );
    const { origin, pathname } = new URL(shown.hookUrl);
    assert.equal(origin, host.url);
    const answer = await request(origin, {
      method,
      path: pathname,
      body: method === 'POST' ? '{"deploy":1}' : undefined,
    });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.json, { ok: true });
    const waiting = (await tasksOf(database, created.id)).find(({ payload }) => payload.source === 'HOOK');
    assert.equal(waiting.runAt - waiting.createdAt, 5_000);
    await makeDue(database, created.id);
    const [newest] = await indexed(2);
    assert.equal(newest.source, 'HOOK');
    assert.deepEqual(newest.sourceData, method === 'POST' ? { deploy: 1 } : null);
  });
}

test('endpoints are listed in pages, each environment its own', async () => {
  for (const slug of ['a', 'b', 'c']) await register(slug);
  const first = (await api.get('/api/v1/endpoints?limit=2')).json;
  assert.equal(first.endpoints.length, 2);
  const second = (await api.get(`/api/v1/endpoints?limit=2&cursor=${encodeURIComponent(first.nextCursor)}`)).json;
  assert.deepEqual([...first.endpoints, ...second.endpoints].map(({ slug }) => slug).sort(), ['a', 'b', 'c']);
  assert.equal(second.nextCursor, null);
  assert.equal((await api.get('/api/v1/endpoints?cursor=nonsense')).status, 400);

  const other = await host.createEnvironment({ project, type: 'PRODUCTION' });
  assert.deepEqual((await host.api(other.apiKey).get('/api/v1/endpoints')).json.endpoints, []);
  assert.equal((await host.api(other.apiKey).get('/api/v1/endpoints/a')).status, 404);
});

test('indexes are listed in pages, newest first', async () => {
  await register();
  await indexed(1);
  for (const reason of ['second', 'third']) await api.post('/api/v1/endpoints/my-app/index', { reason });
  const first = (await api.get('/api/v1/endpoints/my-app/indexes?limit=2')).json;
  assert.deepEqual(
    first.indexes.map(({ reason }) => reason),
    ['third', 'second'],
  );
  const second = (
    await api.get(`/api/v1/endpoints/my-app/indexes?limit=2&cursor=${encodeURIComponent(first.nextCursor)}`)
  ).json;
  assert.deepEqual(
    second.indexes.map(({ source }) => source),
    ['INTERNAL'],
  );
  assert.equal(second.nextCursor, null);
});

test('a deleted endpoint is gone with its indexes, runs and waiting tasks', async () => {
  const created = await register();
  await indexed(1);
  assert.ok((await tasksOf(database, created.id)).length > 0);
  const answer = await api.delete('/api/v1/endpoints/my-app');
  assert.equal(answer.status, 200, answer.text);
  assert.equal((await api.get('/api/v1/endpoints/my-app')).status, 404);
  assert.equal((await api.delete('/api/v1/endpoints/my-app')).status, 404);
  await until(
    'the task that ran meanwhile is gone too',
    async () => (await tasksOf(database, created.id)).length === 0,
  );
  for (const table of ['endpoint_indexes', 'endpoint_index_runs']) {
    assert.equal(await database.value(`select count(*) from ${table} where endpoint_id = $1`, [created.id]), 0, table);
  }
});

test('the console has a token of its own', async () => {
  assert.equal((await host.console().get('/console/api/panels')).status, 200);
  for (const key of [undefined, environment.apiKey]) {
    assert.equal((await host.api(key).get('/console/api/panels')).status, 401);
  }
});

// Sent as they are, past the judge of answers, which reads no compressed body.
const post = (path, body, headers = {}) => fetch(host.url + path, { method: 'POST', body, headers });
const withKey = (headers = {}) => ({ authorization: `Bearer ${environment.apiKey}`, ...headers });
const hookOf = ({ environmentId, slug, indexingHookIdentifier }) =>
  `/api/v1/endpoints/${environmentId}/${slug}/index/${indexingHookIdentifier}`;
const latestRun = async () => (await api.get('/api/v1/endpoints/my-app')).json.latestRun;

test('compressed bodies are decoded, and other codings are 415 with those that are', async () => {
  await register();
  const body = JSON.stringify({ reason: 'deployed', data: { build: 7 } });
  const path = '/api/v1/endpoints/my-app/index';
  const decoded = await post(path, gzipSync(body), withKey({ 'content-encoding': 'gzip' }));
  assert.equal(decoded.status, 200);
  const { reason, sourceData } = await decoded.json();
  assert.deepEqual({ reason, sourceData }, { reason: 'deployed', sourceData: { build: 7 } });

  const refused = await post(path, brotliCompressSync(body), withKey({ 'content-encoding': 'br' }));
  assert.equal(refused.status, 415);
  assert.equal(refused.headers.get('accept-encoding'), 'gzip, deflate');
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  assert.equal((await post(path, bomb, withKey({ 'content-encoding': 'gzip' }))).status, 413);
});

test('a deploy hook indexes whatever its body is', async () => {
  const created = await register();
  const hook = hookOf(created);
  const event = {
    type: 'deployment.succeeded',
    payload: { target: null, deployment: { name: 'shop', url: 'shop.vercel.app', meta: {} } },
  };
  const reason = 'Vercel project shop was deployed to shop.vercel.app';
  const large = JSON.stringify({ text: 'x'.repeat(2 * 1024 * 1024) });
  for (const [body, headers, expected] of [
    [JSON.stringify(event), {}, reason],
    [gzipSync(JSON.stringify(event)), { 'content-encoding': 'gzip' }, reason],
    [large, {}, null],
    [gzipSync(large), { 'content-encoding': 'gzip' }, null],
    ['<xml/>', { 'content-type': 'text/xml' }, null],
    [brotliCompressSync('{}'), { 'content-encoding': 'br' }, null],
  ]) {
    const answer = await post(hook, body, headers);
    assert.equal(answer.status, 200);
    assert.deepEqual(await answer.json(), { ok: true });
    const run = await latestRun();
    assert.equal(run.source, 'HOOK');
    assert.equal(run.reason, expected);
  }
  const wrong = await post(hook.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')), large);
  assert.equal(wrong.status, 404);
});

test('a trailing slash changes nothing', async () => {
  const created = await api.post('/api/v1/endpoints/', { id: 'my-app', url: `${app.url}/api/trigger` });
  assert.equal(created.status, 200, created.text);
  for (const path of ['/api/v1/endpoints/', '/api/v1/endpoints/my-app/', '/api/v1/endpoints/my-app/indexes/', '/api/v1/whoami/'])
    assert.equal((await api.get(path)).status, 200, path);
  assert.equal((await api.post('/api/v1/endpoints/my-app/index/', {})).status, 200);
  assert.equal((await request(host.url, { method: 'PUT', path: '/api/v1/endpoints/' })).status, 405);
  assert.equal((await api.get('/api/v1/endpoints//')).status, 404);
});

test('every id that is accepted can be addressed', async () => {
  for (const id of ['a/b', 'a..b', '...', '%2e', '?#', "'", '\\..', '//']) {
    await register(id);
    const { status, json } = await api.get(`/api/v1/endpoints/${encodeURIComponent(id)}`);
    assert.equal(status, 200, id);
    assert.equal(json.slug, id);
  }
  for (const id of ['.', '..', 'a/../b', './a']) {
    const refused = await api.post('/api/v1/endpoints', { id, url: `${app.url}/api/trigger` });
    assert.equal(refused.status, 400, id);
    assert.match(refused.json.reason, /HTTP clients remove them/);
  }
});

test('a manifest that is valid but useless is indexed with a warning', async () => {
  const scheduled = {
    type: 'scheduled',
    schedule: { type: 'cron', options: { cron: '0 0 31 2 *' } },
  };
  const useless = sampleManifest({ jobs: [sampleJob('one'), sampleJob('one'), { ...sampleJob('two'), trigger: scheduled }] });
  app.rules = [pong, indexReplies(manifestReply(useless))];
  await register();
  const answer = await api.post('/api/v1/endpoints/my-app/index', {});
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.stats.jobs, 3);
  const { json: run } = await api.get(`/api/v1/endpointindex/${answer.json.runId}`);
  assert.equal(run.status, 'SUCCESS');
  assert.match(run.warning, /^Job "one": Declared more than once with this id/);
  assert.match(run.warning, /^Job "two": The cron expression "0 0 31 2 \*" never fires/m);
});

test('a URL is stored as it was typed, without the spaces around it', async () => {
  const created = await api.post('/api/v1/endpoints', { id: 'my-app', url: ` ${app.url}/api/trigger\r\n` });
  assert.equal(created.status, 200, created.text);
  assert.equal(created.json.url, `${app.url}/api/trigger`);
  const refused = await api.post('/api/v1/endpoints', { id: 'my-app', url: `${app.url}/api/\u200btrigger` });
  assert.equal(refused.status, 400);
  assert.match(refused.json.reason, /invisible character, U\+200B, as character \d+/);
});
