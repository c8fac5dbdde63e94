// The OpenAPI document: that it is one, that it has every route, and that its judge, which sees every answer of all these
// suites, can tell wrong from right.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { Validator } from '@seriousme/openapi-schema-validator';

import { FakeApp, indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { judge, openapi, openapiText, resolved, violations } from '../support/openapi.mjs';
import { sampleManifest } from '../support/sample_manifest.mjs';

let host;
let app;
let api;

before(async () => {
  host = await Host.start();
  app = await FakeApp.start([pong, indexReplies(manifestReply(sampleManifest()))]);
  api = host.api((await host.createEnvironment()).apiKey);
});

after(async () => {
  await app?.stop();
  await host?.remove();
});

const operations = Object.entries(openapi.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => method !== 'parameters')
    .map(([method, operation]) => ({ path, method, operation, route: `${method.toUpperCase()} ${path}` })),
);

test('the document is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(openapi));
  assert.ok(valid, JSON.stringify(errors));
  assert.equal(openapi.openapi, '3.1.0');
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length, 'every operation has an id of its own');
});

test('the host serves the document, to everybody, with the version of the plugin', async () => {
  const { status, text, headers } = await host.api().get('/api/openapi.json');
  assert.equal(status, 200);
  assert.equal(text, openapiText);
  assert.match(headers['content-type'], /^application\/json\b/);
  const [{ version }] = JSON.parse(await host.command('plugins', '--json'));
  assert.equal(openapi.info.version, version);
});

test('the document has exactly the routes of the plugin', async () => {
  const [{ routes }] = JSON.parse(await host.command('plugins', '--json'));
  const documented = operations
    .filter(({ operation }) => operation.tags.includes('endpoints'))
    .map(({ route }) => route.replaceAll(/\{(\w+)\}/g, ':$1'));
  assert.deepEqual(documented.sort(), routes.sort());
});

test("the document's routes of the host are there, open but for the one with a key", async () => {
  const hosts = operations.filter(({ operation }) => operation.tags.includes('host'));
  assert.deepEqual(hosts.map(({ path }) => path).sort(), ['/api/v1/whoami', '/healthz', '/metrics', '/readyz']);
  for (const { path, operation } of hosts) {
    assert.equal((await api.get(path)).status, 200, path);
    assert.equal((await host.api().get(path)).status, operation.security ? 200 : 401, path);
  }
});

test('the parameters of a path are those of its template', () => {
  for (const { path, method, operation } of operations) {
    const parameters = [...(openapi.paths[path].parameters ?? []), ...(operation.parameters ?? [])].map(resolved);
    const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    assert.deepEqual(named.sort(), [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(), `${method} ${path}`);
  }
});

test('every example is as its schema says', () => {
  let seen = 0;
  const walk = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (node.schema && node.examples) {
      for (const [name, { value }] of Object.entries(node.examples)) {
        assert.deepEqual(violations(node.schema, value), [], `example ${name}: ${JSON.stringify(value)}`);
        seen++;
      }
    }
    Object.values(node).forEach(walk);
  };
  walk(openapi);
  assert.ok(seen >= operations.length, `${seen} examples`);
});

test('the codes of errors are those of the error reference that HTTP answers have', () => {
  const reference = readFileSync(new URL('../../plugin/README.md', import.meta.url), 'utf8');
  const rows = [...reference.matchAll(/^\| `([A-Z_]+)` \| ([^|]+) \|/gm)].map(([, code, status]) => ({ code, status }));
  const overHttp = rows.filter(({ status }) => /\d/.test(status)).map(({ code }) => code);
  assert.deepEqual([...openapi.components.schemas.ErrorCode.enum].sort(), overHttp.sort());
});

test('the judge refuses answers and requests that the document does not know', async () => {
  const path = '/api/v1/endpoints';
  const request = { method: 'POST', path, headers: { Authorization: 'Bearer key' } };
  const good = await api.post(path, { id: 'judged', url: `${app.url}/api/trigger` });
  assert.equal(good.status, 200, good.text);
  const body = JSON.stringify({ id: 'judged', url: app.url });
  judge({ ...request, body }, good);

  const refused = (why, asked, changes) =>
    assert.throws(() => judge({ ...request, body, ...asked }, { ...good, ...changes }), why);
  refused(/unevaluated/, {}, { json: { ...good.json, more: 1 } });
  refused(/endpointIndex/, {}, { json: { ...good.json, endpointIndex: undefined } });
  refused(/"uuid"/, {}, { json: { ...good.json, id: '7' } });
  refused(/status is not documented/, {}, { status: 201 });
  refused(/status is not documented/, { path: '/api/v1/nothing' }, {});
  refused(/content type/, {}, { headers: { ...good.headers, 'content-type': 'text/html' } });
  refused(/x-request-id is missing/, {}, { headers: { ...good.headers, 'x-request-id': undefined } });
  refused(/no API key/, { headers: {} }, {});
  refused(/"url"/, { body: '{"id":"judged"}' }, {});
  const list = await api.get(`${path}?limit=1`);
  const listing = { method: 'GET', headers: request.headers };
  judge({ ...listing, path: `${path}?limit=1` }, list);
  assert.throws(() => judge({ ...listing, path: `${path}?limit=101` }, list), /<= 100/);
  assert.throws(() => judge({ ...listing, path: `${path}/nobody` }, list), /required/);
});
