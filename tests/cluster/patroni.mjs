// A pair of PostgreSQL servers under Patroni, with synchronous replication, and etcd: three machines.
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Database } from '../support/database.mjs';
import { postgresPrograms, serverUser } from '../support/private_postgres.mjs';
import { request } from '../support/http.mjs';
import { until } from '../support/wait.mjs';

const members = ['db1', 'db2'];
const start_ms = 120_000;

function configuration(name, address, dcs, folder) {
  const postgres = { listen: `${address}:5432`, connect_address: `${address}:5432`, data_dir: join(folder, 'data') };
  return {
    scope: 'kongflow',
    name,
    restapi: { listen: `${address}:8008`, connect_address: `${address}:8008` },
    etcd3: { hosts: `${dcs}:2379` },
    bootstrap: {
      dcs: {
        ttl: 20,
        loop_wait: 1,
        retry_timeout: 3,
        synchronous_mode: true, // what was acknowledged is on the one that takes over
        maximum_lag_on_failover: 1048576,
        postgresql: { use_pg_rewind: true, parameters: { max_connections: 200, wal_log_hints: 'on' } },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }],
    },
    postgresql: {
      ...postgres,
      bin_dir: postgresPrograms(),
      pgpass: join(folder, 'pgpass'),
      authentication: {
        superuser: { username: 'kongflow', password: 'kongflow' },
        replication: { username: 'replicator', password: 'replicator' },
      },
      pg_hba: ['local all all trust', 'host all all 10.77.0.0/24 trust', 'host replication all 10.77.0.0/24 trust'],
      parameters: { unix_socket_directories: folder },
    },
  };
}

export class Patroni {
  #network;
  #folder;
  #user;
  #processes = new Map();

  static async start(network, folder) {
    const patroni = new Patroni();
    patroni.#network = network;
    patroni.#folder = folder;
    patroni.#user = await serverUser();
    for (const machine of ['dcs', ...members]) await network.add(machine);
    const dcs = network.address('dcs');
    network.run('dcs', 'etcd', [
      '--data-dir', join(folder, 'etcd'),
      '--listen-client-urls', `http://${dcs}:2379`, '--advertise-client-urls', `http://${dcs}:2379`,
      '--listen-peer-urls', `http://${dcs}:2380`, '--initial-advertise-peer-urls', `http://${dcs}:2380`,
      '--initial-cluster', `default=http://${dcs}:2380`,
    ]);
    for (const member of members) patroni.startMember(member);
    await patroni.healthy();
    return patroni;
  }

  startMember(member) {
    const folder = join(this.#folder, member);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, 'patroni.yml'); // JSON is YAML
    const settings = configuration(member, this.#network.address(member), this.#network.address('dcs'), folder);
    writeFileSync(file, JSON.stringify(settings, undefined, 1));
    for (const path of [folder, file]) chownSync(path, this.#user.uid, this.#user.gid);
    const user = ['--reuid', String(this.#user.uid), '--regid', String(this.#user.gid), '--clear-groups'];
    this.#processes.set(member, this.#network.run(member, 'setpriv', [...user, 'patroni', file], { cwd: folder }));
  }

  async killMember(member) {
    await this.#network.kill(member);
    await this.#processes.get(member).exited;
  }

  /** The member that takes writes, or undefined. */
  async primary() {
    for (const member of members) {
      const answer = await this.#ask(member, '/primary');
      if (answer?.status === 200) return member;
    }
    return undefined;
  }

  /** Waits until one member is primary and the other one its synchronous standby. */
  healthy() {
    return until(
      'a primary and its synchronous standby',
      async () => {
        const primary = await this.primary();
        const standby = members.find((member) => member !== primary);
        return primary !== undefined && (await this.#ask(standby, '/synchronous'))?.status === 200;
      },
      { timeoutMs: start_ms, everyMs: 250, describe: () => [...this.#processes.values()].map((child) => child.output().slice(-2000)).join('\n\n') },
    );
  }

  async #ask(member, path) {
    try {
      return await request(`http://${this.#network.address(member)}:8008`, { path, timeoutMs: 2_000 });
    } catch {
      return undefined;
    }
  }

  /** Of whichever member takes writes, as libpq understands it. */
  url(database) {
    const hosts = members.map((member) => `${this.#network.address(member)}:5432`).join(',');
    return `postgresql://kongflow@${hosts}/${database}?target_session_attrs=read-write`;
  }

  /** A pool on the primary of now. The caller closes it. */
  async openDatabase(database) {
    const primary = this.#network.address(await this.primary());
    return new Database({ host: primary, port: 5432, user: 'kongflow', database });
  }
}
