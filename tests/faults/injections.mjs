// The faults. Each makes one happen while clients are at work, and ends it; what follows has to go well by itself.
import { closeSync, existsSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { Database } from '../support/database.mjs';
import { until } from '../support/wait.mjs';

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const hostSessions = `select pid from pg_stat_activity
  where datname = current_database() and backend_type = 'client backend' and application_name <> 'faults' and pid <> pg_backend_pid()`;

async function restartPostgres({ postgres, random }, how) {
  await postgres.end(how);
  await pause(random.between(0, 1_500));
  await postgres.again();
}

async function cutNetwork({ proxy, random }, reset) {
  proxy.cut();
  await pause(random.between(500, 3_000));
  proxy.heal({ reset });
}

function fill(file) {
  const descriptor = openSync(file, 'w');
  try {
    for (const chunk of [Buffer.alloc(1 << 20), Buffer.alloc(4096)]) {
      try {
        for (;;) writeSync(descriptor, chunk);
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

export const injections = {
  async 'kill -9 of the host'({ host }) {
    await host.kill();
    await host.start({ ready: false });
  },

  // More than one environment's share of calls and of waiting tasks: the rest stays in the queue. Clients of another
  // environment are served before the apps answer again.
  async 'kill -9 of the host while apps hang'({ host, hanging, load, random }) {
    const seen = hanging.app.indexRequests.length;
    const name = `hanging-${random.between(0, 2 ** 20)}`;
    const { apiKey } = await host.createEnvironment({ organization: name, project: name });
    const api = host.api(apiKey);
    hanging.hang();
    for (let i = 0; i < 120; i++)
      await api.post('/api/v1/endpoints', { id: `hangs-${i}`, url: `${hanging.app.url}/api/trigger` });
    await until('apps hang', () => hanging.app.indexRequests.length > seen + 4);
    await host.kill();
    await host.start({ ready: false });
    const { answered } = load;
    await until('others are served', () => load.answered > answered + 20, { timeoutMs: 60_000 });
    hanging.heal();
  },

  async 'sessions terminated'({ database, random }) {
    for (let times = random.between(1, 5); times > 0; times--) {
      await database.rows(`select pg_terminate_backend(pid) from (${hostSessions}) sessions`);
      await pause(random.between(0, 300));
    }
  },

  'PostgreSQL restarted (fast)': (context) => restartPostgres(context, 'fast'),

  'PostgreSQL restarted (immediate)': (context) => restartPostgres(context, 'immediate'),

  async 'all sessions of the pool wait'({ database, random }) {
    const client = await database.pool.connect();
    try {
      await client.query('begin; lock table endpoints in access exclusive mode');
      await pause(random.between(1_000, 2_500));
      await client.query('rollback');
    } finally {
      client.release();
    }
  },

  async 'PostgreSQL has no connection left'({ database, url, random }) {
    const others = new Database(url, 500);
    const taken = [];
    try {
      await database.rows(`select pg_terminate_backend(pid) from (${hostSessions}) sessions`);
      for (;;) taken.push(await others.pool.connect());
    } catch (error) {
      if (error.code !== '53300') throw error; // too_many_connections
      await pause(random.between(500, 2_000));
    } finally {
      for (const client of taken) client.release();
      await others.close();
    }
  },

  async 'disk full'({ postgres, random, load }) {
    const file = join(postgres.data, 'filler');
    const refused = load.refused;
    fill(file);
    const deadline = Date.now() + 5_000;
    while (load.refused === refused && Date.now() < deadline) await pause(20);
    await pause(random.between(0, 500));
    rmSync(file);
    if (!postgres.running()) await postgres.again();
  },

  'network cut, then slow': (context) => cutNetwork(context, false),

  'network cut, connections lost': (context) => cutNetwork(context, true),

  async 'clock jumps'({ clock, random }) {
    for (const days of [random.between(1, 400), -random.between(1, 400), 0]) {
      clock.jump(days);
      await pause(random.between(300, 800));
    }
  },
};

const fakeTime = readdirSync('/usr/lib')
  .map((folder) => join('/usr/lib', folder, 'faketime', 'libfaketimeMT.so.1'))
  .find(existsSync);

/** The host's wall clock, as a file that libfaketime reads. */
export class Clock {
  static possible = fakeTime !== undefined;

  constructor(folder) {
    this.file = join(folder, 'clock');
    this.jump(0);
  }

  get environment() {
    return {
      LD_PRELOAD: fakeTime,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    };
  }

  jump(days) {
    writeFileSync(this.file, `${days < 0 ? '' : '+'}${days}d\n`);
  }
}
