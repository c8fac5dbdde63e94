// A queue of no-op tasks, and how long somebody takes to empty it.
import { until } from '../../support/wait.mjs';

const clock = () => Number(process.hrtime.bigint()) / 1e6;

/**
 * Commits `count` tasks at once and waits until none is left, or until `limitMs` have passed. `queues`: how many named
 * queues they are spread over; 0: none. Returns tasks a second.
 */
export async function tasksPerSecond(database, { count, queues, everyMs, limitMs = 5_000 }) {
  await addTasks(database, count, queues);
  const begin = clock();
  const left = await emptied(database, { limitMs, everyMs });
  const tookMs = clock() - begin;
  const rate = ((count - left) * 1000) / tookMs;
  await emptyQueue(database);
  await database.rows('vacuum graphile_worker._private_jobs');
  return rate;
}

/** Removes all tasks, those that a worker holds as soon as it returns them. */
export function emptyQueue(database) {
  return until('the queue is empty', async () => {
    await database.rows(removeWaiting);
    return isEmpty(database);
  });
}

// Those that no worker holds.
const removeWaiting = `delete from graphile_worker._private_jobs where id in (
  select id from graphile_worker._private_jobs where locked_at is null for update skip locked)`;

// With statistics: those of the empty table that it was mislead every worker's planner.
async function addTasks(database, count, queues) {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query(addJobs, [count, queues]);
    await client.query('analyze graphile_worker._private_jobs');
    await client.query('commit');
  } finally {
    client.release();
  }
}

const addJobs = `
  select count(*) from graphile_worker.add_jobs(array(
    select ('benchNoop', '{}', case when $2::int > 0 then 'bench-' || n % $2::int end, null, null, null, null, null)
           ::graphile_worker.job_spec
    from generate_series(1, $1::int) n))`;

/** Waits until no task is left, at most `limitMs`; returns how many are. */
export async function emptied(database, { limitMs, everyMs }) {
  const deadline = clock() + limitMs;
  while (!(await isEmpty(database))) {
    if (clock() > deadline) return database.value('select count(*) from graphile_worker._private_jobs');
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return 0;
}

const isEmpty = (database) => database.value('select not exists (select from graphile_worker._private_jobs)');
