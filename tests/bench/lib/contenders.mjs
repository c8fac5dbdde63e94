// The programs whose speed at running tasks is compared, each on a database of its own: one kongflow-host, and one process of
// each graphile-worker.
import { fileURLToPath } from 'node:url';

import { Host } from '../../support/host.mjs';
import { NodeWorker, nodeWorkers } from '../../support/node_worker.mjs';
import { start } from '../../support/processes.mjs';
import { until } from '../../support/wait.mjs';
import { Database } from '../../support/database.mjs';

const program = fileURLToPath(new URL('node_program.mjs', import.meta.url));

class HostContender {
  name = 'kongflow-host';

  static async start(postgres) {
    const contender = new HostContender();
    const database = await postgres.createDatabase('tasks_host');
    contender.host = new Host({ database, settings: quietHost });
    await contender.host.migrate();
    await contender.host.start();
    contender.database = contender.host.openDatabase();
    return contender;
  }

  /** Microseconds of the monotonic clock, of each benchStarted task since the last call. */
  async takeStarts() {
    return (await fetch(`${this.host.url}/bench/started`)).json();
  }

  async stop() {
    await this.database.close();
    await this.host.remove();
  }
}

class NodeContender {
  #process;
  #lines = 1;

  static async start(postgres, { name, version }) {
    const contender = new NodeContender();
    contender.name = `graphile-worker ${version}`;
    const url = await postgres.createDatabase(`tasks_${version.replaceAll('.', '_')}`);
    contender.database = new Database(url);
    await (await NodeWorker.load({ name }, contender.database)).utilities((utilities) => utilities.migrate());
    contender.#process = start(process.execPath, [program, name, url]);
    await until('graphile-worker is ready', () => contender.#process.printed().startsWith('ready\n'), {
      describe: () => contender.#process.output(),
    });
    return contender;
  }

  async takeStarts() {
    const lines = this.#process.printed().split('\n').slice(this.#lines, -1);
    this.#lines += lines.length;
    return lines.map(Number);
  }

  async stop() {
    this.#process.kill('SIGTERM');
    await this.#process.exited;
    await this.database.close();
  }
}

/** What a host of a benchmark is set to beside the defaults of a production one. */
export const quietHost = { 'log.level': 'warning', 'tasks.poll_interval': '2s', 'plugins.bench.path': 'kongflow-bench.so' };

/** [ours, the older graphile-worker, the newer one] */
export async function startContenders(postgres) {
  const compared = nodeWorkers.filter(({ version }) => version === '0.16.6' || version === '0.18.0');
  const contenders = [await HostContender.start(postgres)];
  for (const worker of compared) contenders.push(await NodeContender.start(postgres, worker));
  return contenders;
}
