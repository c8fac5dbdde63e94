// node_program.mjs PACKAGE DSN: a graphile-worker with its best settings, until SIGTERM. A line "ready", then a line for each
// start of a benchStarted task: microseconds of the monotonic clock.
import { writeSync } from 'node:fs';

const [name, connectionString] = process.argv.slice(2);
const { Logger, run } = await import(name);

const concurrency = 24;
const taskList = {
  benchNoop: async () => {},
  benchStarted: async () => {
    writeSync(1, `${process.hrtime.bigint() / 1000n}\n`);
  },
};
const logger = new Logger(() => () => {});
const common = { taskList, logger, noHandleSignals: true };
const batched = {
  preset: {
    worker: {
      connectionString,
      concurrentJobs: concurrency,
      localQueue: { size: 500 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  },
};
const settings = name.endsWith('0.18') ? batched : { connectionString, concurrency, maxPoolSize: concurrency };
const runner = await run({ ...common, ...settings });
process.on('SIGTERM', async () => {
  await runner.stop();
  process.exit(0);
});
writeSync(1, 'ready\n');
