// Who may call the console, on a real host.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { BrowserSession, logIn } from '../support/browser_session.mjs';
import { build, Host } from '../support/host.mjs';
import { apiClient, request } from '../support/http.mjs';
import { run, start } from '../support/processes.mjs';
import { until } from '../support/wait.mjs';

const readerToken = 'a-reader-token';
const password = 'correct horse battery staple';

let host;

before(async () => {
  const hashed = spawnSync(build.host, ['console', 'password'], { input: `${password}\n`, encoding: 'utf8' });
  assert.equal(hashed.status, 0, hashed.stderr);
  host = await Host.start({
    settings: {
      'http.listen': '0.0.0.0:0',
      'console.read_only_token': readerToken,
      'console.password_hash': hashed.stdout.trim(),
    },
  });
  host.url = host.url.replace('0.0.0.0', '127.0.0.1');
});

after(() => host?.remove());

test('the token is made once, for its owner alone, and is in no log', async () => {
  const file = join(host.settings.data_dir, 'console-token');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal((await host.console().get('/console/api/session')).json.role, 'operator');
  assert.doesNotMatch(host.log(), /[0-9a-f]{64}/);
});

test('the token is shown once, to a terminal', async () => {
  const fresh = new Host({ settings: { 'log.format': 'json' } });
  const runOnTerminal = async () => {
    const terminal = start('script', ['-qec', `'${build.host}' run --config '${fresh.configFile}'`, '/dev/null']);
    const file = join(fresh.settings.data_dir, 'host.json');
    await until('the host listens', () => existsSync(file) && terminal.output().includes('listening on'), {
      timeoutMs: 120_000,
      describe: () => terminal.output(),
    });
    process.kill(JSON.parse(readFileSync(file, 'utf8')).pid, 'SIGTERM');
    await terminal.exited;
    return terminal.output();
  };
  try {
    const first = await runOnTerminal();
    const token = fresh.consoleToken();
    assert.equal(first.split(token).length, 2, first);
    assert.match(first, new RegExp(`^The console's token, shown only once: ${token}\\r?$`, 'm'));
    assert.ok(!(await runOnTerminal()).includes(token));
  } finally {
    await fresh.remove();
  }
});

test('operators log in with their password and act, with the csrf text alone', async () => {
  const session = await BrowserSession.open(host.url, password);
  assert.equal(session.role, 'operator');
  assert.ok(Date.parse(session.expiresAt) > Date.now());
  assert.equal((await session.get('/session')).json.csrf, session.csrf);

  const level = { level: 'debug' };
  assert.equal((await session.call('PUT', '/log-level', level)).status, 200);
  assert.equal((await session.call('PUT', '/log-level', level, { 'x-kongflow-csrf': '' })).status, 403);
  assert.equal((await session.call('PUT', '/log-level', level, { 'x-kongflow-csrf': 'x'.repeat(64) })).status, 403);
  assert.equal((await session.call('PUT', '/log-level', level, { origin: 'https://evil.example' })).status, 403);
  assert.equal((await session.call('PUT', '/log-level', level, { origin: host.url })).status, 200);

  assert.equal((await session.call('DELETE', '/session')).status, 204);
  assert.equal((await session.get('/session')).status, 401);
  assert.match(host.log(), /"audit".*"log level".*"who":"operator session [0-9a-f]{8}"/);
});

test('readers see everything and change nothing', async () => {
  const session = await BrowserSession.open(host.url, readerToken);
  const paths = ['overview', 'panels', 'environments', 'tasks', 'tasks/counts', 'queues', 'hosts', 'plugins', 'config'];
  for (const path of paths) assert.equal((await session.get(`/${path}`)).status, 200, path);
  const actions = [
    ['POST', '/tasks/actions/run-now', { ids: ['1'] }],
    ['POST', '/queues/actions/unlock', { name: 'x' }],
    ['POST', '/hosts/actions/drain', { id: 'x' }],
    ['PUT', '/log-level', { level: 'error' }],
  ];
  for (const [method, path, body] of actions) {
    assert.equal((await session.call(method, path, body)).status, 403, path);
    const byToken = apiClient(host.url, readerToken)[method.toLowerCase()];
    assert.equal((await byToken(`/console/api${path}`, body)).status, 403, path);
  }
});

test('settings are shown with their origin, secrets never', async () => {
  const console = host.console();
  const { json, text } = await console.get('/console/api/config');
  const setting = (name) => json.settings.find((one) => one.name === name);
  assert.deepEqual(json.problems, []);
  assert.equal(setting('http.listen').origin, 'file');
  assert.equal(setting('http.idle_timeout').origin, 'default');
  assert.equal(setting('console.read_only_token').value, '••••');
  assert.equal(setting('console.token').value, null);
  assert.ok(!text.includes(readerToken) && !text.includes('argon2id'));

  host.writeConfig({ 'tasks.concurency': 3 });
  const after = await console.get('/console/api/config');
  assert.match(after.json.problems.join(), /unknown key "tasks.concurency"; did you mean "tasks.concurrency"/);
  delete host.settings['tasks.concurency'];
  host.writeConfig();
});

test('the pages are served under a strict policy', async () => {
  const page = await request(host.url, { path: '/console' });
  assert.equal(page.status, 200);
  assert.match(page.headers['content-security-policy'], /^default-src 'none'; script-src 'self';/);
  const scripts = [...page.text.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, path]) => path);
  assert.ok(scripts.length > 0);
  for (const path of scripts) assert.equal((await request(host.url, { path })).status, 200, path);
  assert.equal((await request(host.url, { path: '/console/tasks/7' })).text, page.text);
});

test('connections that were not made to a loopback address are refused', async (context) => {
  const address = Object.values(networkInterfaces())
    .flat()
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  if (address === undefined) return context.skip('this machine has loopback addresses alone');
  const base = host.url.replace('127.0.0.1', address);
  assert.equal((await request(base, { path: '/healthz' })).status, 200);
  for (const path of ['/console', '/console/api/session', '/console/assets/main.js']) {
    assert.equal((await request(base, { path })).status, 403, path);
  }
  assert.equal((await logIn(base, password)).status, 403);
});

test('a host that would be open to everybody does not start', async () => {
  const open = ['--set', 'console.listen_everywhere=true', '--set', 'console.authentication=none'];
  for (const command of ['check', 'run']) {
    const ended = await run(build.host, [command, '--config', host.configFile, ...open], { expectCode: 1 });
    assert.match(ended.output, /"console.listen_everywhere" needs authentication/);
  }
});

test('ten wrong secrets close the login for a while', async () => {
  const session = await BrowserSession.open(host.url, password);
  for (let i = 0; i < 10; ++i) assert.equal((await logIn(host.url, `wrong ${i}`)).status, 401);
  const refused = await logIn(host.url, password);
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers['retry-after']) > 0);
  assert.equal((await session.get('/session')).status, 200);
});
