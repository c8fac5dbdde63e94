#!/usr/bin/env node
// Kills the host with SIGKILL at random points under load, again and again: nothing acknowledged is lost, no endpoint
// is left without its index task, no index without its register tasks, and nothing is done twice.
import { Host } from '../support/host.mjs';
import { PrivatePostgres } from '../support/private_postgres.mjs';
import { until } from '../support/wait.mjs';
import { failure, readOptions, runProgram, seedOption } from './command.mjs';
import { brokenInvariants, unfinished } from './invariants.mjs';
import { Load, startApp } from './load.mjs';
import { Random } from './random.mjs';

const usage = `Usage: node kill9.mjs [--seed N] [--kills N] [--embedded-kills N] [--host-binary FILE] [--plugin-dir DIR]

Kills a host on an external PostgreSQL --kills times (default 24), then one on the embedded PostgreSQL
--embedded-kills times (default 4). --seed repeats the choices of another run.
`;

const options = readOptions(usage, {
  seed: seedOption,
  kills: { type: 'string', default: '24' },
  'embedded-kills': { type: 'string', default: '4' },
});

const longestLoad_ms = 700;
const shortestLoad_ms = 10;
const catchUpLimit_ms = 90_000; // tasks of a killed host are free again after some ten seconds
const random = new Random(Number(options.seed));
const { program } = options;

const fail = (lines, host) => {
  throw failure(lines, host, options.seed);
};

async function checkNow(database, environment, acknowledged, host) {
  const broken = await brokenInvariants(database, environment.id, acknowledged);
  if (broken.length > 0) fail(broken, host);
}

/** Statements that the killed host sent last may still run. */
function sessionsEnded(database) {
  const sql = `select count(*) from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and application_name <> 'kill9' and pid <> pg_backend_pid()`;
  return until("the killed host's sessions end", async () => (await database.value(sql)) === 0);
}

async function killOnce(host, environment, app, acknowledged) {
  const load = new Load({
    url: host.url,
    apiKey: environment.apiKey,
    app,
    seed: random.between(1, 2 ** 20),
    acknowledged,
  });
  const after_ms = random.between(shortestLoad_ms, longestLoad_ms);
  await new Promise((resolve) => setTimeout(resolve, after_ms));
  await host.kill();
  await load.stop();
  if (load.unexpected.length > 0)
    fail([`unexpected answers: ${load.unexpected.length}, for instance ${load.unexpected[0]}`], host);
  return after_ms;
}

async function catchUp(host, database, environment, acknowledged) {
  const started = Date.now();
  let open = [];
  try {
    await until('the host catches up', async () => (open = await unfinished(database)).length === 0, {
      timeoutMs: catchUpLimit_ms,
      everyMs: 200,
    });
  } catch {
    fail(open, host);
  }
  await checkNow(database, environment, acknowledged, host);
  const [endpoints, indexes] = await Promise.all(
    ['endpoints', 'endpoint_indexes'].map((table) => database.value(`select count(*) from ${table}`)),
  );
  console.log(
    `  caught up in ${Date.now() - started} ms: ${acknowledged.size} acknowledged, ${endpoints} endpoints, ${indexes} indexes`,
  );
}

async function onExternalPostgres(kills, app) {
  const postgres = await PrivatePostgres.start();
  const host = new Host({ ...program, database: await postgres.createDatabase('kill9') });
  const acknowledged = new Map();
  const database = host.openDatabase({ application_name: 'kill9' });
  try {
    await host.migrate();
    const environment = await host.createEnvironment();
    for (let kill = 1; kill <= kills; kill++) {
      await host.start();
      const after_ms = await killOnce(host, environment, app, acknowledged);
      await sessionsEnded(database);
      await checkNow(database, environment, acknowledged, host);
      console.log(`  kill ${kill} of ${kills} after ${after_ms} ms: ${acknowledged.size} acknowledged`);
    }
    await host.start();
    await catchUp(host, database, environment, acknowledged);
  } finally {
    await database.close();
    await host.remove();
    await postgres.stop();
  }
}

async function onEmbeddedPostgres(kills, app) {
  const host = await Host.start(program);
  const acknowledged = new Map();
  try {
    const environment = await host.createEnvironment();
    for (let kill = 1; kill <= kills; kill++) {
      const after_ms = await killOnce(host, environment, app, acknowledged);
      await host.start();
      console.log(`  kill ${kill} of ${kills} after ${after_ms} ms: ${acknowledged.size} acknowledged`);
    }
    const database = host.openDatabase();
    try {
      await catchUp(host, database, environment, acknowledged);
    } finally {
      await database.close();
    }
  } finally {
    await host.remove();
  }
}

console.log(`seed ${options.seed}`);
const app = await startApp();
await runProgram(async () => {
  console.log('external PostgreSQL');
  await onExternalPostgres(Number(options.kills), app);
  console.log('embedded PostgreSQL');
  await onEmbeddedPostgres(Number(options['embedded-kills']), app);
  console.log('nothing was lost, nothing was done twice');
});
await app.stop();
