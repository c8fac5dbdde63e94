// Real Node graphile-workers, one for each shape of the queue's schema that there is.
/** What is installed: the package, its version, and the revision to which it migrates a database. */
export const nodeWorkers = [
  { name: 'graphile-worker', version: '0.16.6', revision: 18 },
  { name: 'graphile-worker-0.17', version: '0.17.3', revision: 19 },
  { name: 'graphile-worker-0.18', version: '0.18.0', revision: 20 },
];

export class NodeWorker {
  #package;
  #settings;

  /** `database`: a Database; it outlives the worker. */
  static async load({ name }, database) {
    const worker = new NodeWorker();
    worker.#package = await import(name); // 0.18 is an ES module
    const logger = new worker.#package.Logger(() => () => {});
    worker.#settings = { pgPool: database.pool, logger, concurrency: 4, noHandleSignals: true, pollInterval: 50 };
    return worker;
  }

  /** Runs `work` beside a worker that takes the tasks of `taskList`. */
  async during(taskList, work) {
    const runner = await this.#package.run({ ...this.#settings, taskList });
    try {
      return await work();
    } finally {
      await runner.stop();
    }
  }

  /** Runs `work` with the package's own utilities: addJob, migrate. */
  async utilities(work) {
    const utilities = await this.#package.makeWorkerUtils(this.#settings);
    try {
      return await work(utilities);
    } finally {
      await utilities.release();
    }
  }
}
