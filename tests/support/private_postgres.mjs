// A PostgreSQL server of the test's own, on a free port of 127.0.0.1. As root it runs as the user postgres.
import { chmodSync, chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { Database } from './database.mjs';
import { freePort } from './ports.mjs';
import { run, start } from './processes.mjs';
import { removeFolder, temporaryFolder } from './temporary.mjs';
import { until } from './wait.mjs';

const isRoot = () => process.getuid() === 0;

function programs() {
  const base = '/usr/lib/postgresql';
  const versions = (existsSync(base) ? readdirSync(base) : []).filter((version) =>
    existsSync(join(base, version, 'bin', 'initdb')),
  );
  if (versions.length === 0) throw new Error(`no PostgreSQL below ${base}: install the package postgresql`);
  return join(base, versions.sort((a, b) => Number(b) - Number(a))[0], 'bin');
}

async function serverUser() {
  if (!isRoot()) return {};
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).printed)),
  );
  return { uid, gid };
}

export class PrivatePostgres {
  #server;

  /** `fsync: false` is right where only the host is killed, never the server or the machine. */
  static async start({ fsync = false } = {}) {
    const postgres = new PrivatePostgres();
    postgres.folder = temporaryFolder('kongflow-postgres-');
    chmodSync(postgres.folder, 0o700);
    const user = await serverUser();
    if (user.uid !== undefined) chownSync(postgres.folder, user.uid, user.gid);
    const bin = programs();
    const data = join(postgres.folder, 'data');
    const options = { ...user, cwd: postgres.folder };
    await run(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'kongflow', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
      options,
    );
    postgres.port = await freePort();
    const settings = {
      listen_addresses: '127.0.0.1',
      port: postgres.port,
      unix_socket_directories: '',
      fsync: fsync ? 'on' : 'off',
      max_connections: 200,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    postgres.#server = start(join(bin, 'postgres'), ['-D', data, ...flags], options);
    await until('PostgreSQL answers', () => postgres.#answers(), {
      timeoutMs: 60_000,
      describe: () => postgres.#server.output(),
    });
    return postgres;
  }

  async #answers() {
    if (!this.#server.running()) throw new Error(`PostgreSQL ended:\n${this.#server.output()}`);
    const database = new Database(this.url('postgres'), 1);
    try {
      return await database.value('select 1');
    } catch {
      return false;
    } finally {
      await database.close();
    }
  }

  url(database) {
    return `postgresql://kongflow@127.0.0.1:${this.port}/${database}`;
  }

  /** Creates an empty database; returns its connection string. */
  async createDatabase(name) {
    const database = new Database(this.url('postgres'), 1);
    try {
      await database.rows(`create database ${name}`);
    } finally {
      await database.close();
    }
    return this.url(name);
  }

  async stop() {
    this.#server.kill('SIGINT'); // fast shutdown: ends the sessions
    await this.#server.exited;
    removeFolder(this.folder);
  }
}
