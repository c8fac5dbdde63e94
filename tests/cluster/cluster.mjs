#!/usr/bin/env node
// Three hosts and a PostgreSQL pair under Patroni, each a machine of its own: the primary is killed or unplugged, a host
// is killed, all under load. What was acknowledged survives, and everything recovers by itself.
import { chmodSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

import { readOptions, runProgram } from '../faults/command.mjs';
import { brokenInvariants, unfinished } from '../faults/invariants.mjs';
import { Load, startApp } from '../faults/load.mjs';
import { Host } from '../support/host.mjs';
import { temporaryFolder } from '../support/temporary.mjs';
import { until } from '../support/wait.mjs';
import { Network } from './network.mjs';
import { Patroni } from './patroni.mjs';

const usage = `Usage: node cluster.mjs [--rounds N] [--host-binary FILE] [--plugin-dir DIR]

Needs root and the packages of packaging/debian-packages-cluster.txt. Each round (default 1) kills the primary, then
unplugs the next one, then kills a host.
`;

const options = readOptions(usage, { rounds: { type: 'string', default: '1' } });

const failover_ms = 90_000;
const catchUp_ms = 120_000;
const hostCount = 3;

async function startHosts(network, database) {
  const hosts = [];
  for (let number = 1; number <= hostCount; number++) {
    const machine = `host${number}`;
    const address = await network.add(machine);
    const host = new Host({
      ...options.program,
      database,
      command: (file, args) => network.command(machine, file, args),
      settings: { 'http.listen': `${address}:3040`, 'plugins.endpoints.egress.allow': ['10.77.0.0/24'] },
    });
    if (number === 1) await host.migrate();
    await host.start();
    hosts.push(host);
  }
  return hosts;
}

class Trial {
  acknowledged = new Map();
  requests = 0;

  constructor(parts) {
    Object.assign(this, parts);
  }

  /** `fault` happens under load on all hosts; then every host has to serve again. */
  async survive(what, fault) {
    const loads = this.hosts.map(
      (host, index) =>
        new Load({
          url: host.url,
          apiKey: this.environment.apiKey,
          app: this.app,
          seed: this.requests + index + 1,
          acknowledged: this.acknowledged,
          survives: true,
        }),
    );
    await until('the load is on', () => loads.every((load) => load.answered > 5), { timeoutMs: failover_ms });
    const begin = Date.now();
    await fault();
    const before = loads.map((load) => load.answered);
    await until('every host serves again', () => loads.every((load, index) => load.answered > before[index]), {
      timeoutMs: failover_ms,
      describe: () => this.hosts.map((host) => host.log().split('\n').slice(-5).join('\n')).join('\n\n'),
    });
    const took = ((Date.now() - begin) / 1000).toFixed(1);
    for (const load of loads) {
      await load.stop();
      this.requests += load.answered + load.refused;
      if (load.unexpected.length > 0) throw new Error(`unexpected answer: ${load.unexpected[0]}`);
    }
    console.log(`  ${what}: every host serves again after ${took} s; ${this.acknowledged.size} endpoints acknowledged`);
    await this.check();
  }

  async check() {
    const database = await this.patroni.openDatabase('kongflow');
    try {
      const broken = await brokenInvariants(database, this.environment.id, this.acknowledged);
      if (broken.length > 0) throw new Error(broken.join('\n'));
    } finally {
      await database.close();
    }
  }

  async catchUp() {
    const database = await this.patroni.openDatabase('kongflow');
    let open = [];
    try {
      await until('the hosts catch up', async () => (open = await unfinished(database)).length === 0, {
        timeoutMs: catchUp_ms,
        everyMs: 250,
        describe: () => open.join('\n'),
      });
    } finally {
      await database.close();
    }
    await this.check();
  }
}

async function round({ patroni, network, hosts, trial }) {
  const killed = await patroni.primary();
  await trial.survive(`primary ${killed} killed`, async () => {
    await patroni.killMember(killed);
    await until('the standby takes over', async () => ![undefined, killed].includes(await patroni.primary()), { timeoutMs: failover_ms });
  });
  patroni.startMember(killed);
  await patroni.healthy();

  const unplugged = await patroni.primary();
  await trial.survive(`primary ${unplugged} unplugged`, async () => {
    await network.plug(unplugged, false);
    await until('the standby takes over', async () => ![undefined, unplugged].includes(await patroni.primary()), { timeoutMs: failover_ms });
  });
  await network.plug(unplugged, true);
  await patroni.healthy();

  const [host] = hosts;
  await trial.survive('a host killed and started again', async () => {
    await host.kill();
    await host.start();
  });
}

async function main() {
  const folder = temporaryFolder('kongflow-cluster-');
  chmodSync(folder, 0o711);
  const network = await Network.start();
  const hosts = [];
  try {
    const address = await network.join('client');
    const patroni = await Patroni.start(network, folder);
    const postgres = await patroni.openDatabase('postgres');
    await postgres.rows('create database kongflow');
    await postgres.close();
    hosts.push(...(await startHosts(network, patroni.url('kongflow'))));
    const environment = await hosts[0].createEnvironment();
    const app = await startApp(address);
    const trial = new Trial({ hosts, patroni, environment, app });
    for (let number = 1; number <= Number(options.rounds); number++) await round({ patroni, network, hosts, trial });
    await trial.catchUp();
    await app.stop();
    console.log(`${trial.requests} requests to ${hostCount} hosts, ${trial.acknowledged.size} endpoints acknowledged, 0 lost`);
  } finally {
    for (const host of hosts) await host.remove();
    await network.stop();
  }
}

// A namespace without a network, to become one of the machines.
const inside = 'KONGFLOW_CLUSTER_INSIDE';
if (process.env[inside] === undefined) {
  const { status } = spawnSync('unshare', ['--net', process.execPath, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, [inside]: '1' },
  });
  process.exit(status ?? 1);
}
await runProgram(main);
