// A kongflow-host on a database of its own, with environments.
import { Host } from '../../support/host.mjs';
import { until } from '../../support/wait.mjs';
import { quietHost } from './contenders.mjs';
import { createEnvironments } from './tenants.mjs';

export class BenchHost {
  #postgres;

  /** `running: false`: everything but the host's process. */
  static async start(postgres, name, { environments = 1, settings = {}, running = true } = {}) {
    const bench = new BenchHost();
    bench.#postgres = postgres;
    bench.name = name;
    const database = await postgres.createDatabase(name);
    bench.host = new Host({ database, settings: { ...quietHost, ...settings } });
    await bench.host.migrate();
    bench.database = bench.host.openDatabase();
    bench.environments = await createEnvironments(bench.database, environments);
    bench.keys.forEach((key) => bench.host.mustNotLog(key));
    if (running) await bench.host.start();
    return bench;
  }

  get keys() {
    return this.environments.map(({ apiKey }) => apiKey);
  }

  /** The statement with `words` in it that the host sends during `work`, as PostgreSQL logs it. */
  async statement(words, work) {
    await this.database.rows(`alter database ${this.name} set log_min_duration_statement = 0`);
    await this.host.stop();
    await this.host.start();
    await work();
    await this.database.rows(`alter database ${this.name} reset log_min_duration_statement`);
    await this.host.stop();
    await this.host.start();
    const statements = this.#postgres.log().matchAll(/ execute [^:]*: (.*(?:\n\t.*)*)/g);
    for (const [, statement] of statements) if (statement.includes(words)) return statement.replaceAll('\n\t', '\n');
    throw new Error(`no statement with "${words}" is in PostgreSQL's log`);
  }

  /** From now on tasks wait: the host only serves HTTP, as one of many may. */
  async drain() {
    const console = this.host.console();
    const { hosts } = (await console.get('/console/api/hosts')).json;
    await console.post('/console/api/hosts/actions/drain', { id: hosts.find(({ self }) => self).id });
    await until('it takes no tasks', async () => (await this.host.probe('/readyz')) === 503);
  }

  /** Waits until no index task is left that may run. */
  indexed() {
    return until('everything is indexed', () =>
      this.database.value('select not exists (select from graphile_worker.jobs where attempts < max_attempts)'),
    );
  }

  /** Waits until everything is indexed, and forgets it. */
  async clear() {
    await this.indexed();
    await this.forget();
  }

  /** Forgets all endpoints, and what waits for them. */
  async forget() {
    await this.database.rows('delete from graphile_worker._private_jobs');
    await this.database.rows('delete from graphile_worker._private_job_queues');
    await this.database.rows('truncate endpoints cascade');
    await this.database.rows('vacuum analyze');
  }

  async stop() {
    await this.database.close();
    await this.host.remove();
  }
}
