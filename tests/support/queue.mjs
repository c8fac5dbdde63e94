// Reading and nudging the queue, as another program of the platform would.

const sql = `
select j.id, t.identifier, q.queue_name as queue, j.payload, j.attempts, j.max_attempts as "maxAttempts", j.locked_by as "lockedBy",
  j.last_error as "lastError", j.run_at as "runAt", j.created_at as "createdAt"
from graphile_worker._private_jobs j
join graphile_worker._private_tasks t on t.id = j.task_id
left join graphile_worker._private_job_queues q on q.id = j.job_queue_id`;

/** All tasks, or those of one endpoint, in the order in which they run. */
export function tasksOf(database, endpointId) {
  if (endpointId === undefined) return database.rows(`${sql} order by j.priority, j.run_at, j.id`);
  return database.rows(`${sql} where q.queue_name = $1 order by j.priority, j.run_at, j.id`, [
    `endpoint-${endpointId}`,
  ]);
}

export const registerTasksOf = async (database, endpointId) =>
  (await tasksOf(database, endpointId)).filter(({ identifier }) => identifier.startsWith('register'));

/** Tasks of the endpoint that wait for a later time (a hook's five seconds, a retry) are due now. */
export async function makeDue(database, endpointId) {
  await database.rows(
    `update graphile_worker._private_jobs set run_at = now() where locked_by is null and job_queue_id =
     (select id from graphile_worker._private_job_queues where queue_name = $1)`,
    [`endpoint-${endpointId}`],
  );
  await database.rows(`select pg_notify('jobs:insert', '{"r":"test","count":1}')`);
}

const schema = {
  migrations: 'select id, ts, breaking from graphile_worker.migrations order by id',
  columns: `select table_name, column_name, ordinal_position, data_type, column_default, is_nullable
    from information_schema.columns where table_schema = 'graphile_worker' order by table_name, ordinal_position`,
  functions: `select oid::regprocedure::text as name, pg_get_functiondef(oid) as definition
    from pg_proc where pronamespace = 'graphile_worker'::regnamespace order by 1`,
  indexes: `select indexname, indexdef from pg_indexes where schemaname = 'graphile_worker' order by 1`,
};

/** The queue's schema as rows, to be compared. */
export async function schemaOfQueue(database) {
  const parts = Object.entries(schema).map(async ([name, query]) => [name, await database.rows(query)]);
  return Object.fromEntries(await Promise.all(parts));
}
