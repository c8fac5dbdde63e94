// A queue of no-op tasks, and how long it takes to empty it.
import { until } from '../../support/wait.mjs';

const clock = () => Number(process.hrtime.bigint()) / 1e6;

/**
 * Commits tasks at once (see addTasks) and waits until none of them is left, or until `limitMs` have passed. Tasks up to
 * the id `after` stay in the queue and do not count. Returns tasks a second.
 */
export async function tasksPerSecond(database, { everyMs, limitMs = 5_000, after = 0, ...tasks }) {
  await addTasks(database, tasks);
  const begin = clock();
  const left = await emptied(database, { limitMs, everyMs, after });
  const tookMs = clock() - begin;
  const rate = ((tasks.count - left) * 1000) / tookMs;
  await emptyQueue(database, after);
  await database.rows('vacuum graphile_worker._private_jobs');
  return rate;
}

/** Removes all tasks after the id `after`, those that a worker holds as soon as it returns them. */
export function emptyQueue(database, after = 0) {
  return until('the queue is empty', async () => {
    await database.rows(removeWaiting, [after]);
    return isEmpty(database, after);
  });
}

// Those that no worker holds.
const removeWaiting = `delete from graphile_worker._private_jobs where id in (
  select id from graphile_worker._private_jobs where id > $1 and locked_at is null for update skip locked)`;

/**
 * Commits `count` tasks at once, spread over as many named queues as `queues` says; 0: none. With statistics: those of
 * the table before would mislead every worker's planner.
 */
export async function addTasks(database, { count, queues, task = 'benchNoop' }) {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query(addJobs, [count, queues, task]);
    await client.query('analyze graphile_worker._private_jobs');
    await client.query('commit');
  } finally {
    client.release();
  }
}

const addJobs = `
  select count(*) from graphile_worker.add_jobs(array(
    select ($3::text, '{}', case when $2::int > 0 then 'bench-' || n % $2::int end, null, null, null, null, null)
           ::graphile_worker.job_spec
    from generate_series(1, $1::int) n))`;

/** Waits until no task after the id `after` is left, at most `limitMs`; returns how many are. */
export async function emptied(database, { limitMs, everyMs, after = 0 }) {
  const deadline = clock() + limitMs;
  while (!(await isEmpty(database, after))) {
    if (clock() > deadline)
      return database.value('select count(*) from graphile_worker._private_jobs where id > $1', [after]);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return 0;
}

// Looks for the newest task, which is removed last: a look from the other end would pass all removed ones each time.
const isEmpty = async (database, after) => {
  const newest = 'select id from graphile_worker._private_jobs where id > $1 order by id desc limit 1';
  return (await database.value(newest, [after])) === undefined;
};
