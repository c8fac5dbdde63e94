#!/usr/bin/env node
// The packages of packaging/out on a machine of their own, under systemd: installed, started, used, reloaded, hung, upgraded,
// taken apart, purged.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { run } from '../support/processes.mjs';
import { temporaryFolder } from '../support/temporary.mjs';
import { until } from '../support/wait.mjs';
import { Machine } from './machine.mjs';
import { newerPackage } from './newer_package.mjs';

const usage = `Usage: node packages.mjs --packages DIR [--base DIR]

Needs root and the packages of packaging/debian-packages-packages.txt.

  --packages DIR  holds the three .deb files
  --base DIR      copies this debootstrap root, which has systemd, instead of making one
`;

const { values: options } = parseArgs({
  options: { packages: { type: 'string' }, base: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
if (options.help || !options.packages) {
  process.stdout.write(usage);
  process.exit(options.help ? 0 : 2);
}

const service = 'kongflow-host.service';
const names = { host: 'kongflow-host', plugin: 'kongflow-plugin-endpoints', sdk: 'kongflow-host-sdk' };
const work = temporaryFolder('kongflow-packages-');

function packageFile(name) {
  const found = readdirSync(options.packages).filter((file) => file.startsWith(`${name}_`));
  assert.equal(found.length, 1, `one package ${name} in ${options.packages}, but there are: ${found}`);
  return join(options.packages, found[0]);
}

async function step(what, body) {
  const begin = Date.now();
  process.stdout.write(`${what} … `);
  const result = await body();
  console.log(`yes (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
  return result;
}

let machine;

/** {status, text, json} of a request that is made in the machine's network. */
async function request(path, { method = 'GET', key, body, socket } = {}) {
  const words = ['curl', '-sS', '-w', '\n%{http_code}', '-X', method];
  if (key) words.push('-H', `Authorization: Bearer ${key}`);
  if (body) words.push('-H', 'Content-Type: application/json', '-d', JSON.stringify(body));
  if (socket) words.push('--unix-socket', machine.path(socket));
  const curl = machine.startInNetwork(...words, `http://127.0.0.1:3040${path}`);
  if ((await curl.exited) !== 0) return { status: 0, text: curl.output() };
  const printed = curl.printed();
  const text = printed.slice(0, printed.lastIndexOf('\n'));
  return { status: Number(printed.slice(text.length + 1)), text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
}

const shown = async (property) => (await machine.run('systemctl', 'show', '-P', property, service)).trim();
const journal = () => machine.run('journalctl', '-u', service, '-o', 'cat', '--no-pager');
const ready = () => until('/readyz answers 200', async () => (await request('/readyz')).status === 200);
const host = (...words) => machine.run('kongflow-host', ...words);

async function isRestarted(pidBefore) {
  await until('the host is restarted', async () => {
    const pid = await shown('MainPID');
    return pid !== '0' && pid !== pidBefore && (await shown('ActiveState')) === 'active';
  });
  await ready();
}

async function register(slug, url, key) {
  const created = await request('/api/v1/endpoints', { method: 'POST', key, body: { id: slug, url } });
  assert.equal(created.status, 200, created.text);
  await until('the app is indexed', async () => {
    const { json, text } = await request(`/api/v1/endpointindex/${created.json.endpointIndex.id}`, { key });
    assert.notEqual(json.status, 'FAILURE', text);
    return json.status === 'SUCCESS';
  });
}

/** Files of the machine that have the product's name in theirs. */
async function traces() {
  const skipped = ['/proc', '/sys', '/dev', '/packages', '/var/cache/apt'];
  const prune = skipped.flatMap((folder) => ['-o', '-path', folder]).slice(1);
  const found = await machine.run('find', '/', '(', ...prune, ')', '-prune', '-o', '-iname', '*kongflow*', '-print');
  return found.split('\n').filter(Boolean);
}

async function main() {
  const [hostPackage, pluginPackage, sdkPackage] = [names.host, names.plugin, names.sdk].map(packageFile);

  machine = await step('a machine with Debian and systemd is made', () => Machine.make(join(work, 'root'), options.base));
  const packages = [hostPackage, pluginPackage].map((file) => machine.give(file));
  await step('what the packages depend on is fetched', () => machine.fetchDependencies(packages));
  await step('it boots', () => machine.boot());

  await step('the packages are installed, the service enabled and not started', async () => {
    await machine.install(...packages);
    assert.equal((await machine.try('systemctl', 'is-enabled', service)).printed.trim(), 'enabled');
    assert.equal((await machine.try('systemctl', 'is-active', service)).printed.trim(), 'inactive');
    for (const page of ['man1/kongflow-host.1.gz', 'man5/kongflow.toml.5.gz', 'man1/kongflow-egress-check.1.gz'])
      assert.ok(existsSync(machine.path(`usr/share/man/${page}`)), page);
    assert.match(await host('check'), /\/etc\/kongflow\/kongflow\.toml is valid; plugins: endpoints /);
    const nodes = await machine.try('sh', '-c', 'command -v node npm');
    assert.equal(nodes.printed, '', 'no Node is needed');
  });

  await step('the unit is sound, and exposed no more than 2.0', async () => {
    assert.equal((await machine.try('systemd-analyze', 'verify', '--man=no', service)).output, '');
    await machine.run('systemd-analyze', 'security', '--threshold=20', service);
  });

  const key = await step('root makes an environment before the first start, in files of the service', async () => {
    const created = JSON.parse(await host('env', 'create', '--organization', 'acme', '--project', 'web', '--json'));
    const foreign = await machine.run('find', '/var/lib/kongflow', '!', '-user', 'kongflow');
    assert.equal(foreign, '');
    return created.apiKey;
  });

  await step('systemctl start returns when the host is ready', async () => {
    await machine.run('systemctl', 'start', service);
    const { status, text } = await request('/readyz');
    assert.equal(status, 200, text);
    assert.equal(await shown('StatusText'), 'Listening on http://127.0.0.1:3040');
    const pid = await shown('MainPID');
    const user = await machine.run('stat', '-c', '%U', `/proc/${pid}`);
    assert.equal(user.trim(), 'kongflow');
    assert.equal((await request('/api/v1/whoami', { key })).status, 200);
    assert.equal(statSync(machine.path('var/lib/kongflow/console-token')).mode & 0o777, 0o600);
    assert.equal((await request('/console/')).status, 200);
  });

  const app = machine.startInNetwork(process.execPath, new URL('app.mjs', import.meta.url).pathname);
  const url = await until('the app serves', () => app.printed().trim());

  await step('an app on loopback is refused until a reload opens it, and is indexed then', async () => {
    const refused = await request('/api/v1/endpoints', { method: 'POST', key, body: { id: 'app', url } });
    assert.equal(refused.json?.code, 'FAILED_PING', refused.text);
    writeFileSync(machine.path('etc/kongflow/conf.d/local.toml'), 'plugins.endpoints.egress.allow = ["127.0.0.0/8"]\n');
    await machine.run('systemctl', 'reload', service);
    assert.match(await journal(), /the config file was reloaded/);
    assert.equal(await shown('StatusText'), 'Listening on http://127.0.0.1:3040');
    await register('app', url, key);
    await register('by-name', url.replace('127.0.0.1', 'localhost'), key);
  });

  await step('a closed port is a clear failure', async () => {
    const failed = await request('/api/v1/endpoints', { method: 'POST', key, body: { id: 'no', url: 'http://127.0.0.1:9' } });
    assert.deepEqual([failed.status, failed.json.code], [400, 'FAILED_PING']);
  });

  await step('it also serves on a unix socket in /run/kongflow', async () => {
    writeFileSync(
      machine.path('etc/kongflow/conf.d/socket.toml'),
      'http.listen = ["127.0.0.1:3040", "unix:/run/kongflow/host.sock"]\n',
    );
    await machine.run('systemctl', 'restart', service);
    assert.equal((await request('/readyz', { socket: 'run/kongflow/host.sock' })).status, 200);
  });

  await step('a stop drains, and the embedded PostgreSQL goes down cleanly after the host', async () => {
    await machine.run('systemctl', 'stop', service);
    assert.equal(await shown('Result'), 'success');
    assert.match(await journal(), /"draining"[\s\S]*"stopped"/);
    const log = readFileSync(machine.path('var/lib/kongflow/postgres/server.log'), 'utf8');
    assert.match(log.trimEnd().split('\n').at(-1), /database system is shut down/);
    assert.ok(!/not properly shut down/.test(log));
    await machine.run('systemctl', 'start', service);
  });

  await step('a host that hangs is restarted by the watchdog', async () => {
    mkdirSync(machine.path(`run/systemd/system/${service}.d`), { recursive: true });
    writeFileSync(machine.path(`run/systemd/system/${service}.d/watchdog.conf`), '[Service]\nWatchdogSec=3\n');
    await machine.run('systemctl', 'daemon-reload');
    await machine.run('systemctl', 'restart', service);
    const pid = await shown('MainPID');
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    assert.equal(await shown('MainPID'), pid, 'the host pings');
    await machine.run('kill', '-STOP', pid);
    await isRestarted(pid);
    assert.match(await journal(), /[Ww]atchdog timeout/);
    assert.equal((await request('/api/v1/endpoints', { key })).json.endpoints.length, 2);
  });

  await step('an upgrade restarts it, takes over new defaults, and keeps changed files and all data', async () => {
    writeFileSync(machine.path('etc/kongflow/conf.d/endpoints.toml'), '# mine\n[plugins.endpoints]\nping.timeout = "4s"\n');
    const newer = [];
    for (const old of [hostPackage, pluginPackage]) newer.push(machine.give(await newerPackage(old, '99.0', work)));
    const pid = await shown('MainPID');
    await machine.install(...newer);
    await isRestarted(pid);
    assert.match(readFileSync(machine.path('etc/kongflow/kongflow.toml'), 'utf8'), /^# changed in 99\.0$/m);
    assert.match(readFileSync(machine.path('etc/kongflow/conf.d/endpoints.toml'), 'utf8'), /^# mine$/m);
    assert.ok(existsSync(machine.path('etc/kongflow/conf.d/endpoints.toml.dpkg-dist')));
    assert.equal((await request('/api/v1/endpoints', { key })).json.endpoints.length, 2);
  });

  await step('the plugin is removed: the host works on without it', async () => {
    writeFileSync(machine.path('etc/kongflow/conf.d/endpoints.toml'), readFileSync(machine.path('etc/kongflow/conf.d/endpoints.toml.dpkg-dist')));
    const pid = await shown('MainPID');
    await machine.remove(names.plugin);
    await isRestarted(pid);
    assert.match(await journal(), /an optional plugin is not installed/);
    assert.equal((await request('/api/v1/endpoints', { key })).status, 404);
    assert.match(await host('check'), /plugins: none/);
  });

  await step('the plugin comes back: so do the endpoints', async () => {
    const pid = await shown('MainPID');
    await machine.install(packages[1]);
    await isRestarted(pid);
    assert.equal((await request('/api/v1/endpoints', { key })).json.endpoints.length, 2);
  });

  await step('a purge leaves nothing but what somebody else put there', async () => {
    for (const local of ['local.toml', 'socket.toml']) await machine.run('rm', `/etc/kongflow/conf.d/${local}`);
    await machine.purge(names.plugin, names.host);
    assert.equal((await machine.try('pgrep', '-u', 'kongflow')).printed, '');
    await machine.run('systemctl', 'daemon-reload');
    assert.equal(await shown('LoadState'), 'not-found');
    const left = (await traces()).filter((path) => !path.startsWith('/run/systemd/system/'));
    assert.deepEqual(left, []);
    await machine.run('id', 'kongflow'); // system users stay
  });

  await step('the host alone works, and takes up the plugin when it comes', async () => {
    await machine.run('rm', '-r', `/run/systemd/system/${service}.d`);
    await machine.install(packages[0]);
    await machine.run('systemctl', 'start', service);
    await ready();
    const pid = await shown('MainPID');
    await machine.install(packages[1]);
    await isRestarted(pid);
    const again = JSON.parse(await host('env', 'create', '--organization', 'o', '--project', 'p', '--json'));
    assert.deepEqual((await request('/api/v1/endpoints', { key: again.apiKey })).json.endpoints, []);
  });

  await step('a plugin that was built with the SDK package is loaded', async () => {
    const sdk = join(work, 'sdk');
    await run('dpkg-deb', ['-x', sdkPackage, sdk]);
    const example = join(sdk, 'usr/share/doc/kongflow-host-sdk/examples/hello');
    const build = join(work, 'hello');
    await run('cmake', ['-S', example, '-B', build, `-DCMAKE_PREFIX_PATH=${join(sdk, 'usr')}`]);
    await run('cmake', ['--build', build]);
    machine.give(join(build, 'hello.so'));
    await machine.run('mv', '/packages/hello.so', '/usr/lib/kongflow/plugins/');
    writeFileSync(machine.path('etc/kongflow/conf.d/hello.toml'), '[plugins.hello]\npath = "hello.so"\n');
    await machine.run('systemctl', 'restart', service);
    const { status, text } = await request('/hello/world');
    assert.deepEqual([status, text], [200, 'Hello, world']);
  });
  app.kill('SIGKILL');
  console.log('all of it happened');
}

try {
  await main();
} catch (error) {
  console.log('no');
  console.error(error.stack);
  if (machine) console.error((await machine.try('journalctl', '-u', service, '-n', '60', '--no-pager')).output);
  process.exitCode = 1;
} finally {
  await machine?.powerOff();
  process.exit();
}
