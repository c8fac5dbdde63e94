// Tasks beside a million others in the queue that are not to be run now, against an empty queue.
import { BenchHost } from '../lib/bench_host.mjs';
import { tasksPerSecond } from '../lib/queue.mjs';
import { ratio } from '../lib/result.mjs';
import { lowestRatio } from '../lib/statistics.mjs';

export const keys = ['backlog'];
export const mostRounds = 3;
export const needsMillionRows = true;

const others = 1_000_000;
const loads = [
  { count: 60_000, queues: 0, everyMs: 20, limitMs: 10_000 },
  { count: 30_000, queues: 200, everyMs: 20, limitMs: 10_000 },
];

// A quarter each: unknown to every host, failed, scheduled, behind a named queue that a worker elsewhere holds. They
// are older than the tasks that are measured, so that the order puts them first.
const addOthers = `
  with kinds as (
    insert into graphile_worker._private_tasks (identifier) values ('benchElsewhere'), ('benchNoop')
    on conflict (identifier) do update set identifier = excluded.identifier
    returning id, identifier
  ), locked as (
    insert into graphile_worker._private_job_queues (queue_name, locked_at, locked_by)
    values ('bench-locked', now(), 'bench-elsewhere')
    returning id
  )
  insert into graphile_worker._private_jobs (task_id, job_queue_id, run_at, attempts, max_attempts, last_error)
  select case when n % 4 = 0 then elsewhere.id else noop.id end,
    case when n % 4 = 3 then locked.id end,
    now() + case when n % 4 = 2 then interval '1 day' else interval '-1 day' end + n * interval '1 millisecond',
    case when n % 4 = 1 then 25 else 0 end, 25,
    case when n % 4 = 1 then 'It failed.' end
  from generate_series(1, $1::int) n, locked, kinds elsewhere, kinds noop
  where elsewhere.identifier = 'benchElsewhere' and noop.identifier = 'benchNoop'`;

/** Returns the highest id of the tasks that it added. */
async function addBacklog(database) {
  await database.rows(addOthers, [others]);
  await database.rows('vacuum analyze graphile_worker._private_jobs');
  return database.value('select max(id) from graphile_worker._private_jobs');
}

export async function measure({ postgres, rounds, progress }) {
  const full = await BenchHost.start(postgres, 'backlog_full');
  const empty = await BenchHost.start(postgres, 'backlog_empty');
  const seen = { ours: [], theirs: [] };
  try {
    const after = await addBacklog(full.database);
    for (let round = 0; round < rounds; ++round) {
      const pairs = [];
      for (const load of loads) {
        const theirs = await tasksPerSecond(empty.database, load);
        const ours = await tasksPerSecond(full.database, { ...load, after });
        pairs.push({ ours, theirs });
      }
      const worse = lowestRatio(pairs);
      seen.ours.push(worse.ours);
      seen.theirs.push(worse.theirs);
      progress(keys[0], round, pairs.flatMap(({ ours, theirs }) => [ours, theirs]));
    }
    const left = await full.database.value('select count(*) from graphile_worker._private_jobs');
    if (left !== others) throw new Error(`${left} of ${others} other tasks are left`);
  } finally {
    await empty.stop();
    await full.stop();
  }
  return [ratio(keys[0], { ...seen, unit: 'tasks/s', against: 'an empty queue', atLeast: 0.7 })];
}
