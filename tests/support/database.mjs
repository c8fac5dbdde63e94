// Direct access to the database under test.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const pg = createRequire(import.meta.url)('pg');

// Ids of tasks are bigint: exact as numbers here.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** How to reach the embedded PostgreSQL of a host's data folder. */
export const embeddedConnection = (dataDir) => ({
  host: join(dataDir, 'postgres', 'socket'),
  port: 5432,
  user: 'kongflow',
  database: 'kongflow',
});

/** A small pool; `connection` is a connection string or node-postgres' own settings. */
export class Database {
  #pool;

  constructor(connection, max = 8) {
    const settings = typeof connection === 'string' ? { connectionString: connection } : connection;
    this.#pool = new pg.Pool({ ...settings, max });
    // A server that goes away while a connection is idle is what some tests are about.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  async rows(sql, values = []) {
    return (await this.#pool.query(sql, values)).rows;
  }

  async row(sql, values = []) {
    return (await this.rows(sql, values))[0];
  }

  async value(sql, values = []) {
    const row = await this.row(sql, values);
    return row === undefined ? undefined : Object.values(row)[0];
  }

  /** node-postgres' own pool, for programs that want one. */
  get pool() {
    return this.#pool;
  }

  close() {
    return this.#pool.end();
  }
}
