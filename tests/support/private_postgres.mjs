// A PostgreSQL server of the test's own, on a free port of 127.0.0.1. As root it runs as the user postgres.
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { Database } from './database.mjs';
import { freePort } from './ports.mjs';
import { run, start } from './processes.mjs';
import { removeFolder, temporaryFolder } from './temporary.mjs';
import { until } from './wait.mjs';

const isRoot = () => process.getuid() === 0;

/** The folder of the newest installed PostgreSQL. */
export function postgresPrograms() {
  const base = '/usr/lib/postgresql';
  const versions = (existsSync(base) ? readdirSync(base) : []).filter((version) =>
    existsSync(join(base, version, 'bin', 'initdb')),
  );
  if (versions.length === 0) throw new Error(`no PostgreSQL below ${base}: install the package postgresql`);
  return join(base, versions.sort((a, b) => Number(b) - Number(a))[0], 'bin');
}

/** Who a server runs as: {} is whoever calls. */
export async function serverUser() {
  if (!isRoot()) return {};
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).printed)),
  );
  return { uid, gid };
}

export class PrivatePostgres {
  #server;
  #program;
  #args;
  #options;
  #mounted = false;

  /**
   * `fsync: false` is right where only the host is killed, never the server or the machine. `dataMiB`: the tables are
   * on a file system of that size, the log of changes is not (needs root). `settings`: more of postgresql.conf.
   */
  static async start({ fsync = false, dataMiB, settings = {} } = {}) {
    const postgres = new PrivatePostgres();
    postgres.folder = temporaryFolder('kongflow-postgres-');
    chmodSync(postgres.folder, 0o700);
    const user = await serverUser();
    if (user.uid !== undefined) chownSync(postgres.folder, user.uid, user.gid);
    const bin = postgresPrograms();
    postgres.data = join(postgres.folder, 'data');
    postgres.#options = { ...user, cwd: postgres.folder };
    if (dataMiB !== undefined) await postgres.#mount(dataMiB, user);
    await run(
      join(bin, 'initdb'),
      ['-D', postgres.data, '--waldir', join(postgres.folder, 'wal'), '-U', 'kongflow', '--auth=trust'].concat([
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
      ]),
      postgres.#options,
    );
    postgres.port = await freePort();
    const all = {
      listen_addresses: '127.0.0.1',
      port: postgres.port,
      unix_socket_directories: '',
      fsync: fsync ? 'on' : 'off',
      max_connections: 200,
      ...settings,
    };
    const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    postgres.#program = join(bin, 'postgres');
    postgres.#args = ['-D', postgres.data, ...flags];
    await postgres.#launch();
    return postgres;
  }

  async #mount(dataMiB, user) {
    mkdirSync(this.data, { mode: 0o700 });
    await run('mount', ['-t', 'tmpfs', '-o', `size=${dataMiB}m,mode=700`, 'tmpfs', this.data]);
    this.#mounted = true;
    chownSync(this.data, user.uid, user.gid);
  }

  async #launch() {
    this.#server = start(this.#program, this.#args, this.#options);
    await until('PostgreSQL answers', () => this.#answers(), {
      timeoutMs: 60_000,
      describe: () => this.#server.output(),
    });
  }

  running() {
    return this.#server.running();
  }

  /** What the server wrote since it was started. */
  log() {
    return this.#server.output();
  }

  /** 'fast' ends the sessions in order; 'immediate' crashes the server. */
  async end(how) {
    this.#server.kill(how === 'immediate' ? 'SIGQUIT' : 'SIGINT');
    await this.#server.exited;
  }

  /** After end(), or after a crash of its own. */
  again() {
    return this.#launch();
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
    await this.end('fast');
    if (this.#mounted) await run('umount', ['-l', this.data]);
    removeFolder(this.folder);
  }
}
