// The rows that a case is about.
import { holder } from './held_queue.mjs';

const endpointsSql = `
select id, slug, url, environment_id as "environmentId", organization_id as "organizationId", project_id as "projectId",
  indexing_hook_identifier as "indexingHookIdentifier"
from endpoints where environment_id = any($1) order by created_at, id`;

const indexesSql = `
select i.id, i.endpoint_id as "endpointId", i.source, i.reason, i.source_data::text as "sourceDataText",
  i.data::text as "dataText", i.stats::text as "statsText"
from endpoint_indexes i join endpoints e on e.id = i.endpoint_id
where e.environment_id = any($1) order by i.created_at, i.id`;

const tasksSql = `
select j.id, t.identifier as "taskIdentifier", q.queue_name as "queueName", j.payload::text as "payloadText",
  j.max_attempts as "maxAttempts", j.priority, j.key, j.flags, j.attempts, j.last_error as "lastError",
  round(extract(epoch from j.run_at - j.created_at) * 1000)::int as "runAtMinusCreatedAtMs",
  (j.locked_by is not null and j.locked_by <> $3) as locked, (j.id = any($2)) as "addedByCase"
from graphile_worker._private_jobs j
join graphile_worker._private_tasks t on t.id = j.task_id
left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
where j.id = any($2)
  or coalesce(j.payload ->> 'endpointId', j.payload ->> 'id') in
    (select id::text from endpoints where environment_id = any($1) union all select unnest($4::text[]))
order by j.id`;

/**
 * `addedTasks`: ids of the tasks that the case itself added. `removedEndpoints`: ids of the endpoints that it deleted,
 * whose tasks are still its own.
 */
export async function snapshot(database, environmentIds, addedTasks, removedEndpoints) {
  const [endpoints, endpointIndexes, jobs] = await Promise.all([
    database.rows(endpointsSql, [environmentIds]),
    database.rows(indexesSql, [environmentIds]),
    database.rows(tasksSql, [environmentIds, addedTasks, holder, removedEndpoints]),
  ]);
  return { endpoints, endpointIndexes, jobs };
}

/**
 * Tasks whose endpoint does not exist: left behind by a request that was refused. `addedTasks` and `removedEndpoints`
 * are those of all cases.
 */
export function strayTasks(database, addedTasks, removedEndpoints) {
  return database.rows(
    `select j.id, t.identifier, j.payload::text from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id
     where not j.id = any($1) and not exists
       (select from (select id::text from endpoints union all select unnest($2::text[])) known (id)
        where known.id = coalesce(j.payload ->> 'endpointId', j.payload ->> 'id'))`,
    [addedTasks, removedEndpoints],
  );
}
