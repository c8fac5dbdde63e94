#!/usr/bin/env node
// Faults under load, one a round: nothing acknowledged is lost, nothing is half-written or done twice, the host is ready
// again without help, and it holds no more than before.
import { Host } from '../support/host.mjs';
import { PrivatePostgres } from '../support/private_postgres.mjs';
import { until } from '../support/wait.mjs';
import { failure, readOptions, runProgram, seedOption } from './command.mjs';
import { CutProxy } from './cut_proxy.mjs';
import { footprint, grown } from './footprint.mjs';
import { Clock, injections } from './injections.mjs';
import { brokenInvariants, unfinished } from './invariants.mjs';
import { HangingApp, Load, startApp } from './load.mjs';
import { Random } from './random.mjs';

const names = Object.keys(injections);
const usage = `Usage: node rounds.mjs [--rounds N] [--seed N] [--only FAULT]… [--host-binary FILE] [--plugin-dir DIR]

Default: each fault once, in an order that --seed repeats. As root the tables are on a small file system; without it,
or without the package faketime, the faults that need them are left out and named. Faults:
${names.map((name) => `  ${name}`).join('\n')}
`;

const options = readOptions(usage, {
  seed: seedOption,
  rounds: { type: 'string' },
  only: { type: 'string', multiple: true },
});

const isRoot = process.getuid() === 0;
const impossible = [...(isRoot ? [] : ['disk full']), ...(Clock.possible ? [] : ['clock jumps'])];
const chosen = (options.only ?? names).filter((name) => !impossible.includes(name));
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`unknown fault: ${unknown.join(', ')}\n\n${usage}`);
  process.exit(2);
}

const random = new Random(Number(options.seed));
const recovery_ms = 60_000;
const catchUp_ms = 120_000;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const fail = (lines, host) => {
  throw failure(lines, host, options.seed);
};

function* faults() {
  const rounds = Number(options.rounds ?? chosen.length);
  let deck = [];
  for (let round = 0; round < rounds; round++) {
    if (deck.length === 0) deck = [...chosen];
    yield deck.splice(random.between(0, deck.length - 1), 1)[0];
  }
}

class Rounds {
  acknowledged = new Map();
  answered = 0;
  refused = 0;
  survived = 0;

  constructor(context) {
    Object.assign(this, context);
  }

  async round(fault) {
    const { host, database, environment, app } = this;
    const load = new Load({
      url: host.url,
      apiKey: environment.apiKey,
      app,
      seed: random.between(1, 2 ** 20),
      acknowledged: this.acknowledged,
      survives: true,
    });
    let recovered_ms;
    try {
      await pause(random.between(50, 400));
      await injections[fault]({ ...this, random, load });
      const ended = Date.now();
      await this.#recovers(load);
      recovered_ms = Date.now() - ended;
    } finally {
      await load.stop(); // it would keep the program running
    }
    if (load.unexpected.length > 0) fail([`unexpected answers: ${load.unexpected.length}, for instance ${load.unexpected[0]}`], host);
    const broken = await brokenInvariants(database, environment.id, this.acknowledged);
    if (broken.length > 0) fail(broken, host);
    this.answered += load.answered;
    this.refused += load.refused;
    this.survived++;
    const now = await this.#footprint();
    console.log(
      `  ${this.survived} ${fault}: ${load.answered} answered, ${load.refused} refused; well again after ${recovered_ms} ms; ` +
        `${now.descriptors} descriptors, ${now.memoryMiB} MiB, ${now.sessions} sessions`,
    );
  }

  async #recovers(load) {
    const { host } = this;
    await until('the host is ready again', async () => (await host.probe('/readyz')) === 200, {
      timeoutMs: recovery_ms,
      describe: () => host.log().split('\n').slice(-20).join('\n'),
    });
    const { answered } = load;
    await until('clients are served again', () => load.answered > answered, { timeoutMs: recovery_ms });
  }

  async #footprint() {
    const now = await footprint(this.host.pid, this.database);
    if (this.before?.pid !== now.pid) this.before = now;
    const lines = grown(this.before, now);
    if (lines.length > 0) fail(lines, this.host);
    return now;
  }

  async catchUp() {
    const { host, database, environment } = this;
    let open = [];
    try {
      await until('the host catches up', async () => (open = await unfinished(database)).length === 0, {
        timeoutMs: catchUp_ms,
        everyMs: 250,
      });
    } catch {
      fail(open, host);
    }
    const broken = await brokenInvariants(database, environment.id, this.acknowledged);
    if (broken.length > 0) fail(broken, host);
  }
}

async function main() {
  const postgres = await PrivatePostgres.start({
    fsync: true,
    dataMiB: isRoot ? 400 : undefined,
    settings: { max_connections: 80 },
  });
  const proxy = await CutProxy.start(postgres.port);
  const url = await postgres.createDatabase('faults');
  const app = await startApp();
  const hanging = await HangingApp.start();
  const host = new Host({
    ...options.program,
    database: `postgresql://kongflow@127.0.0.1:${proxy.port}/faults`,
    settings: { 'plugins.endpoints.database.statement_timeout': '1500ms', 'plugins.endpoints.database.pool_size': 8 },
  });
  const clock = Clock.possible ? new Clock(host.dataDir) : undefined;
  if (clock) Object.assign(host.environment, clock.environment);
  const database = host.openDatabase({ connectionString: url, application_name: 'faults' });
  try {
    await host.migrate();
    const environment = await host.createEnvironment();
    await host.start();
    host.writeConfig({ 'http.listen': new URL(host.url).host }); // clients find it again after a restart
    const rounds = new Rounds({ host, postgres, proxy, url, app, hanging, clock, database, environment });
    for (const fault of faults()) await rounds.round(fault);
    await rounds.catchUp();
    console.log(
      `${rounds.survived} faults survived; ${rounds.answered + rounds.refused} requests, ${rounds.answered} answered, ` +
        `${rounds.refused} told to try again; ${rounds.acknowledged.size} endpoints acknowledged, 0 lost, 0 done twice`,
    );
  } finally {
    await database.close();
    await host.remove();
    await app.stop();
    await hanging.stop();
    await proxy.stop();
    await postgres.stop();
  }
}

console.log(`seed ${options.seed}`);
for (const name of impossible) console.log(`left out here: ${name}`);
await runProgram(main);
