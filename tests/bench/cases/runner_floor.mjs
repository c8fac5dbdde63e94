// No-op tasks against a program that only fetches and deletes them.
import { BenchHost } from '../lib/bench_host.mjs';
import { programs } from '../lib/programs.mjs';
import { addTasks, tasksPerSecond } from '../lib/queue.mjs';
import { ratio } from '../lib/result.mjs';
import { run } from '../../support/processes.mjs';

export const keys = ['runner_floor'];

const load = { count: 100_000, queues: 0 };

async function floor(postgres, { database, name }) {
  await addTasks(database, load);
  const { printed } = await run(programs.queueFloor, [postgres.url(name)]);
  const { tasks, ms } = JSON.parse(printed);
  if (tasks !== load.count) throw new Error(`${tasks} of ${load.count} tasks were fetched`);
  await database.rows('vacuum graphile_worker._private_jobs');
  return (tasks * 1000) / ms;
}

export async function measure({ postgres, rounds, progress }) {
  const bench = await BenchHost.start(postgres, 'runner_ours');
  const bare = await BenchHost.start(postgres, 'runner_bare', { running: false });
  const seen = { ours: [], theirs: [] };
  try {
    for (let round = -1; round < rounds; ++round) {
      const ours = await tasksPerSecond(bench.database, { ...load, everyMs: 20, limitMs: 20_000 });
      const theirs = await floor(postgres, bare);
      if (round < 0) continue; // connections, caches
      seen.ours.push(ours);
      seen.theirs.push(theirs);
      progress(keys[0], round, [ours, theirs]);
    }
  } finally {
    await bare.stop();
    await bench.stop();
  }
  return [ratio(keys[0], { ...seen, unit: 'tasks/s', against: 'fetching and deleting alone', atLeast: 0.85 })];
}
