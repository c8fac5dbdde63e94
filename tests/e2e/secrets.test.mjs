// API keys, hook URLs, passwords and console tokens are in no log line, no error and no page that is not for them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { FakeApp } from '../support/fake_app.mjs';
import { Host } from '../support/host.mjs';
import { request } from '../support/http.mjs';
import { start } from '../support/processes.mjs';
import { sampleJob, sampleManifest } from '../support/sample_manifest.mjs';
import { until } from '../support/wait.mjs';

let host;
let app;
let environment;
let api;
let secrets;

before(async () => {
  host = await Host.start();
  app = await FakeApp.start([]);
  environment = await host.createEnvironment();
  api = host.api(environment.apiKey);
});

after(async () => {
  await app?.stop();
  await host?.remove(); // looks for the key in the log
});

const says = (status, body) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

function answerWith(ping, index) {
  app.rules = [
    { action: 'PING', reply: ping },
    { action: 'INDEX_ENDPOINT', reply: index },
  ];
}

test('an app that repeats its key everywhere cannot make the product show it', async () => {
  const key = environment.apiKey;
  const echo = [
    says(401, { message: `not ${key}` }),
    says(200, {
      ok: false,
      error: `no: ${encodeURIComponent(key)} ${[...key].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')}`,
    }),
    { status: 302, headers: { location: `http://elsewhere.example/${key}` } },
    { status: 302, headers: { location: `/next?key=${key}` } },
    { ...says(500, { error: key }), headers: { 'trigger-sdk-version': key, 'trigger-version': key.slice(4) } },
    says(200, { jobs: [{ id: key }] }),
    says(200, { jobs: { [key]: 1 } }),
    { status: 200, body: `{"${key}` },
  ];
  const shown = [];
  for (const reply of echo) {
    answerWith(reply, reply);
    shown.push((await api.post('/api/v1/endpoints', { id: 'echo', url: `${app.url}/api/trigger` })).text);
    answerWith(says(200, { ok: true }), reply);
    assert.equal((await api.post('/api/v1/endpoints', { id: 'echo', url: `${app.url}/api/trigger` })).status, 200);
    shown.push((await api.post('/api/v1/endpoints/echo/index', {})).text);
    shown.push((await api.get('/api/v1/endpoints/echo')).text);
  }
  const console = host.console();
  for (const path of ['endpoints/rows', 'runs/rows'])
    shown.push((await console.get(`/console/api/panels/endpoints/${path}`)).text);
  for (const path of ['overview', 'tasks?state=failed', 'tasks?state=scheduled', 'plugins', 'config', 'environments'])
    shown.push((await console.get(`/console/api/${path}`)).text);
  for (const text of shown) {
    assert.ok(!text.includes(key), text);
    assert.ok(!text.includes(key.slice(-10)), text);
  }
});

test('a hook URL is shown to its owner and is in no log line', async () => {
  answerWith(says(200, { ok: true }), says(200, sampleManifest({ jobs: [sampleJob('one')] })));
  const { json: created } = await api.post('/api/v1/endpoints', { id: 'hooked', url: `${app.url}/api/trigger` });
  const { json: shown } = await api.get('/api/v1/endpoints/hooked');
  const { pathname } = new URL(shown.hookUrl);
  for (const [path, status] of [
    [pathname, 200],
    [`${pathname}x`, 404],
  ]) {
    const answer = await request(host.url, { method: 'POST', path, body: '{}' });
    assert.equal(answer.status, status, answer.text);
    await until('the call is logged', () => host.log().includes(answer.headers['x-request-id']));
  }
  assert.ok(!host.log().includes(created.indexingHookIdentifier), 'the log tells the hook');
});

test('wrong keys and tokens are answered and logged without being repeated', async () => {
  const wrong = ['tr_dev_wrongwrongwrongwrong', 'x'.repeat(5_000), 'a b', '🙂'];
  for (const key of wrong.map((text) => host.mustNotLog(encodeURIComponent(text)))) {
    for (const path of ['/api/v1/whoami', '/api/v1/endpoints', '/console/api/overview']) {
      const { status, text } = await host.api(key).get(path);
      assert.equal(status, 401, text);
      assert.ok(!text.includes(key));
    }
  }
});

test('what a request says wrong is not repeated in the log with the secret in it', async () => {
  const password = host.mustNotLog('hunter2hunter2');
  const url = `http://user:${password}@127.0.0.1:${app.port}/`;
  const refused = await api.post('/api/v1/endpoints', { id: 'userinfo', url });
  assert.equal(refused.status, 400);
});

test("a database's password is in no message about it", async () => {
  const password = 'correct-horse-battery';
  const dsn = `postgresql://kongflow:${password}@127.0.0.1:9/kongflow?connect_timeout=2`;
  for (const command of [['migrate', 'status'], ['env', 'list'], ['tasks'], ['check'], ['run']]) {
    const child = start(host.program, [...command, '--config', host.configFile, '--set', `database.url=${dsn}`]);
    await child.exited;
    const output = child.output();
    assert.ok(!output.includes(password), `${command.join(' ')}: ${output}`);
  }
});
