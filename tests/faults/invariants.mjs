// What must hold of the rows at any instant, whatever was killed when. Register tasks are never taken in these tests,
// so that each one that was ever put in is still there.

const tasks = `
with tasks as (
  select j.id, t.identifier, coalesce(j.payload ->> 'endpointId', j.payload ->> 'id') as endpoint_id, j.locked_by
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
), announced as (
  select endpoint_id::text, sum((stats ->> 'jobs')::int) as jobs, sum((stats ->> 'sources')::int) as sources,
    sum((stats ->> 'dynamicTriggers')::int) as triggers, sum((stats ->> 'dynamicSchedules')::int) as schedules
  from endpoint_indexes group by endpoint_id
), registered as (
  select endpoint_id, count(*) filter (where identifier = 'registerJob') as jobs,
    count(*) filter (where identifier = 'registerSource') as sources,
    count(*) filter (where identifier = 'registerDynamicTrigger') as triggers,
    count(*) filter (where identifier = 'registerDynamicSchedule') as schedules
  from tasks where identifier like 'register%' group by endpoint_id
)`;

const violations = {
  'an endpoint has neither an index task nor an index': `${tasks}
    select slug from endpoints e
    where not exists (select from tasks where identifier = 'indexEndpoint' and endpoint_id = e.id::text)
      and not exists (select from endpoint_indexes i where i.endpoint_id = e.id)`,
  'an unfinished run has lost its task': `${tasks}
    select id, status, task_id from endpoint_index_runs r
    where status in ('PENDING', 'STARTED') and task_id is not null and not exists (select from tasks where tasks.id = r.task_id)`,
  'an index task has no run': `${tasks}
    select id from tasks where identifier = 'indexEndpoint'
      and not exists (select from endpoint_index_runs r where r.task_id = tasks.id)`,
  'register tasks and indexes do not match': `${tasks}
    select * from announced a full join registered r using (endpoint_id)
    where (coalesce(a.jobs, 0), coalesce(a.sources, 0), coalesce(a.triggers, 0), coalesce(a.schedules, 0))
      <> (coalesce(r.jobs, 0), coalesce(r.sources, 0), coalesce(r.triggers, 0), coalesce(r.schedules, 0))`,
  'an index does not belong to exactly one run': `
    select i.id, i.source, i.created_at, i.updated_at, (select json_agg(r order by r.created_at) from endpoint_index_runs r where r.index_id = i.id) as runs
    from endpoint_indexes i where 1 <> (select count(*) from endpoint_index_runs r where r.index_id = i.id)`,
  'a successful run has no index': `select id from endpoint_index_runs where status = 'SUCCESS' and index_id is null`,
  'a task was indexed twice': `
    select task_id from endpoint_index_runs where status = 'SUCCESS' and task_id is not null group by task_id having count(*) > 1`,
  'a task belongs to an endpoint that does not exist': `${tasks}
    select id, identifier from tasks where not exists (select from endpoints e where e.id::text = tasks.endpoint_id)`,
};

const afterwards = {
  'an index task is left': `${tasks} select id, locked_by from tasks where identifier = 'indexEndpoint'`,
  'a run is not finished': `select id, status, task_id from endpoint_index_runs where status in ('PENDING', 'STARTED') and task_id is not null`,
  'an endpoint has no index': `select slug from endpoints e where not exists (select from endpoint_indexes i where i.endpoint_id = e.id)`,
};

async function found(database, checks) {
  const lines = [];
  for (const [sentence, sql] of Object.entries(checks)) {
    const rows = await database.rows(sql);
    if (rows.length > 0) lines.push(`${sentence}: ${rows.length}, for instance ${JSON.stringify(rows[0])}`);
  }
  return lines;
}

/** Sentences about what is wrong; [] when nothing is. `acknowledged`: Map of slug to endpoint id. */
export async function brokenInvariants(database, environmentId, acknowledged) {
  const lines = await found(database, violations);
  const rows = await database.rows('select slug, id from endpoints where environment_id = $1', [environmentId]);
  const stored = new Map(rows.map(({ slug, id }) => [slug, id]));
  for (const [slug, id] of acknowledged) {
    if (stored.get(slug) !== id)
      lines.push(`the registration of ${slug} was acknowledged with ${id}, but ${stored.get(slug)} is stored`);
  }
  return lines;
}

/** What is still to do for the host when the clients have stopped. */
export const unfinished = (database) => found(database, afterwards);
