// Tasks: how fast they are run, against the better of two graphile-workers in the same round.
import { startContenders } from '../lib/contenders.mjs';
import { tasksPerSecond } from '../lib/queue.mjs';
import { ratio } from '../lib/result.mjs';
import { median } from '../lib/statistics.mjs';
import { until } from '../../support/wait.mjs';

export const keys = ['runner', 'runner_named', 'runner_one_queue', 'runner_latency'];

const latencySamples = 100;

// How many tasks each contender gets: as many as it runs in a second or two.
const loads = {
  runner: { counts: [60_000, 8_000, 60_000], queues: 0, everyMs: 20, atLeast: 2 },
  runner_named: { counts: [10_000, 2_000, 400], queues: 200, everyMs: 5, atLeast: 10 },
  runner_one_queue: { counts: [1_000, 1_000, 1_000], queues: 1, everyMs: 2, atLeast: 10, limitMs: 3_000 },
};

async function latencies(contender) {
  const took = [];
  for (let sample = 0; sample < latencySamples; ++sample) {
    const begin = Number(process.hrtime.bigint() / 1000n);
    await contender.database.rows(`select graphile_worker.add_job('benchStarted', '{}')`);
    const [start] = await until(
      'the task is started',
      async () => {
        const starts = await contender.takeStarts();
        return starts.length > 0 ? starts : undefined;
      },
      { everyMs: 2 },
    );
    took.push((start - begin) / 1000);
  }
  return median(took);
}

export async function measure({ postgres, rounds, wanted, progress }) {
  const contenders = await startContenders(postgres);
  const seen = Object.fromEntries(keys.map((key) => [key, { ours: [], theirs: [], names: [] }]));
  const record = (key, figures, better) => {
    const [ours, ...others] = figures;
    const theirs = better(...others);
    seen[key].ours.push(ours);
    seen[key].theirs.push(theirs);
    seen[key].names.push(contenders[1 + others.indexOf(theirs)].name);
  };
  try {
    for (let round = 0; round < rounds; ++round) {
      for (const [key, { counts, ...load }] of Object.entries(loads)) {
        if (!wanted(key)) continue;
        const rates = [];
        for (const [place, { database }] of contenders.entries())
          rates.push(await tasksPerSecond(database, { count: counts[place], ...load }));
        record(key, rates, Math.max);
        progress(key, round, rates);
      }
      if (!wanted('runner_latency')) continue;
      const medians = [];
      for (const contender of contenders) medians.push(await latencies(contender));
      record('runner_latency', medians, Math.min);
      progress('runner_latency', round, medians);
    }
  } finally {
    for (const contender of contenders) await contender.stop();
  }
  const against = (key) => [...new Set(seen[key].names)].join(' or ');
  return keys
    .filter(wanted)
    .map((key) =>
      key === 'runner_latency'
        ? ratio(key, { ...seen[key], unit: 'ms', against: against(key), atMost: 0.9 })
        : ratio(key, { ...seen[key], unit: 'tasks/s', against: against(key), atLeast: loads[key].atLeast }),
    );
}
