// A host that is asked to stop while it starts and waits for something.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

import { Host } from '../support/host.mjs';
import { PrivatePostgres } from '../support/private_postgres.mjs';
import { start } from '../support/processes.mjs';
import { until } from '../support/wait.mjs';

// Starts the host, sends `signals` once it waits, and returns its exit status and log.
async function stopWhile(host, waits, signals = ['SIGTERM']) {
  const child = start(host.program, ['run', '--config', host.configFile]);
  await until('the host waits', () => waits(child.output()), { describe: () => child.output() });
  for (const signal of signals) child.kill(signal);
  return { status: await child.exited, log: child.output() };
}

test('a host that waits for another migrator says so and stops when it is asked to', async () => {
  const postgres = await PrivatePostgres.start();
  const database = await postgres.createDatabase('migrated_by_another');
  const host = new Host({ database, settings: { 'database.migrate': true } });
  const migrator = host.openDatabase();
  try {
    await migrator.row('select pg_advisory_lock(7233170921446113901)');
    const { status, log } = await stopWhile(host, (text) => text.includes('Waiting for another migrator'));
    assert.equal(status, 0, log);
    assert.match(log, /"pid":"\d+"/);
    assert.match(log, /received a stop signal during the start/);
    assert.match(log, /stopped before the start was complete/);
    assert.equal(log.split('Waiting for another migrator').length, 2, 'it says so once');
  } finally {
    await migrator.close();
    await host.remove();
    await postgres.stop();
  }
});

test('a host whose folder another PostgreSQL keeps locked stops when it is asked to', async () => {
  const host = new Host();
  const folder = join(host.settings.data_dir, 'postgres');
  mkdirSync(folder, { recursive: true });
  const holder = start('flock', ['--no-fork', join(folder, 'server.lock'), 'sh', '-c', 'echo locked; exec sleep infinity']);
  try {
    await until('the folder is locked', () => holder.output().includes('locked'), { describe: () => holder.output() });
    const { status, log } = await stopWhile(host, (text) => text.includes('Waiting for the PostgreSQL'));
    assert.equal(status, 0, log);
    assert.match(log, /stopped before the start was complete/);
  } finally {
    holder.kill('SIGKILL');
    await host.remove();
  }
});

test('a host whose database does not answer stops at the second request, or soon after the first', async () => {
  const silent = createServer((socket) => socket.resume().on('error', () => {}));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const database = `postgresql://127.0.0.1:${silent.address().port}/silent?connect_timeout=600&gssencmode=disable`;
  const host = new Host({ database });
  try {
    for (const signals of [['SIGTERM'], ['SIGTERM', 'SIGINT']]) {
      const connected = once(silent, 'connection');
      let waits = false;
      connected.then(() => {
        waits = true;
      });
      const { status, log } = await stopWhile(host, () => waits, signals);
      assert.equal(status, 1, log);
      assert.match(log, /exiting during the start/);
    }
  } finally {
    silent.close();
    await host.remove();
  }
});
