// The demo of packaging/run, started after the build: host, environment, app, registration, index, result.
import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: { bin: { type: 'string' }, once: { type: 'boolean' }, port: { type: 'string', default: '3040' } },
});
const hostProgram = join(options.bin, 'bin', 'kongflow-host');
const dataDir = mkdtempSync(join(tmpdir(), 'kongflow-demo-'));
chmodSync(dataDir, 0o711); // started by root, PostgreSQL runs as another user, who needs to traverse this folder
const children = [];

const say = (text) => console.log(`\x1b[1m==>\x1b[0m ${text}`);

function start(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  child.exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  children.push(child);
  return child;
}

async function until(what, seconds, attempt) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const result = await attempt();
    if (result) return result;
    if (Date.now() > deadline) throw new Error(`timed out after ${seconds} s waiting until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function freePort(wanted) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => (wanted === 0 ? reject(new Error('no free port')) : resolve(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

const hostArguments = (command) => [
  ...command, '--config', join(here, 'demo.toml'),
  '--set', `data_dir=${dataDir}`,
  '--set', `plugin_dir=${join(options.bin, 'plugins')}`,
  '--set', `sql_dir=${join(here, '..', 'sql')}`,
];

async function kongflow(...command) {
  const { stdout } = await promisify(execFile)(hostProgram, hostArguments(command));
  return JSON.parse(stdout);
}

async function startHost() {
  const port = await freePort(Number(options.port));
  const host = start(hostProgram, [...hostArguments(['run']), '--set', `http.listen=127.0.0.1:${port}`]);
  let ended;
  host.exited.then((how) => (ended = how));
  return until('the host is ready', 60, async () => {
    if (ended !== undefined) throw new Error(`the host exited (${ended}); see its log above`);
    const file = join(dataDir, 'host.json');
    if (!existsSync(file)) return undefined;
    const { url } = JSON.parse(readFileSync(file, 'utf8'));
    const ready = await fetch(`${url}/readyz`).catch(() => undefined);
    return ready?.ok ? url : undefined;
  });
}

async function startApp(apiKey) {
  const port = await freePort(0);
  const app = start('node', [join(here, 'sample-app', 'app.mjs'), String(port), apiKey]);
  let ended;
  app.exited.then((how) => (ended = how));
  const url = `http://127.0.0.1:${port}/api/trigger`;
  await until('the sample app listens', 60, async () => {
    if (ended !== undefined) throw new Error(`the sample app exited (${ended}); see its output above`);
    return fetch(url, { method: 'HEAD' }).catch(() => undefined);
  });
  return url;
}

async function call(base, apiKey, method, path, body) {
  const response = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path} responded with ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

/** The entries that the example plugin "registrar" has stored, once the queue is empty. */
async function registered(base, apiKey) {
  await until('the register tasks are done', 60, async () => {
    const tasks = await kongflow('tasks', '--json');
    const failed = tasks.find((task) => task.failed > 0);
    if (failed) throw new Error(`${failed.failed} tasks ${failed.identifier} failed`);
    return tasks.length === 0;
  });
  const all = (await call(base, apiKey, 'GET', '/api/v1/registered?limit=200')).registered;
  if (all.length === 0) throw new Error('nothing was registered');
  return all;
}

function print(base, apiKey, endpoint, entries) {
  const index = endpoint.latestIndex;
  console.log(`
  endpoint     ${endpoint.slug} (${endpoint.id})
  url          ${endpoint.url}
  hook         ${endpoint.hookUrl}
  indexed      ${index.createdAt}, source ${index.source}
  statistics   ${JSON.stringify(index.stats)}
  registered   ${entries.map(({ kind, key }) => `${kind} ${key}`).reverse().join('\n               ')}
  API key      ${apiKey}
  console      ${base}/console/
  token        ${readFileSync(join(dataDir, 'console-token'), 'utf8').trim()}

  Try it:

    curl -s ${base}/api/v1/endpoints/${endpoint.slug} -H 'Authorization: Bearer ${apiKey}'
    curl -s -X POST ${endpoint.hookUrl}
    curl -s ${base}/api/v1/registered -H 'Authorization: Bearer ${apiKey}'
`);
}

async function demo() {
  say('starting kongflow-host on an embedded PostgreSQL');
  const base = await startHost();
  say(`listening on ${base}`);

  const environment = await kongflow('env', 'create', '--organization', 'demo', '--project', 'demo', '--type', 'DEVELOPMENT', '--json');
  say('starting the sample app (@trigger.dev/sdk)');
  const appUrl = await startApp(environment.apiKey);

  say(`registering ${appUrl}`);
  const { slug } = await call(base, environment.apiKey, 'POST', '/api/v1/endpoints', { id: 'sample-app', url: appUrl });
  const endpoint = await until('the endpoint is indexed', 60, async () => {
    const seen = await call(base, environment.apiKey, 'GET', `/api/v1/endpoints/${slug}`);
    if (seen.latestRun?.status === 'FAILURE') throw new Error(`indexing failed: ${seen.latestRun.error}`);
    return seen.latestIndex ? seen : undefined;
  });
  print(base, environment.apiKey, endpoint, await registered(base, environment.apiKey));
}

async function shutDown() {
  for (const child of children.reverse()) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await child.exited;
  }
  rmSync(dataDir, { recursive: true, force: true });
}

const interrupted = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve(signal));
});

let exitCode = 0;
try {
  const outcome = await Promise.race([demo(), interrupted]);
  if (outcome === undefined && !options.once) {
    say('running until Ctrl-C');
    await interrupted;
  }
  if (options.once && outcome !== undefined) exitCode = 1;
} catch (error) {
  console.error(`error: ${error.message}${error.cause ? ` (${error.cause.message})` : ''}`);
  exitCode = 1;
}
say('shutting down');
await shutDown();
process.exit(exitCode);
