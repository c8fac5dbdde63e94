// Endpoints with a past, in bulk, by SQL: each has one index, or one run that failed.

const addIndexes = `
  insert into endpoint_indexes (endpoint_id, source, stats, data, created_at, updated_at)
  select id, 'INTERNAL', '{"jobs": 1, "sources": 0, "dynamicTriggers": 0, "dynamicSchedules": 0}', '{"jobs": []}',
    created_at, created_at
  from endpoints where left(id::text, 1) <> '0'`;

const addRuns = `
  insert into endpoint_index_runs
    (endpoint_id, source, status, error, error_code, attempt, sdk_version, index_id, created_at, started_at, finished_at,
     updated_at)
  select endpoint.id, 'INTERNAL', case when index.id is null then 'FAILURE' else 'SUCCESS' end,
    case when index.id is null then 'Could not connect to endpoint ' || url end,
    case when index.id is null then 'FAILED_INDEX' end, 1, '3.3.17', index.id, time, time, time, time
  from endpoints endpoint
  left join endpoint_indexes index on index.endpoint_id = endpoint.id
  cross join lateral (select endpoint.created_at as time) registered`;

const addEndpoints = `
  insert into endpoints
    (slug, url, indexing_hook_identifier, environment_id, organization_id, project_id, created_at, updated_at)
  select 'app-' || lpad(n::text, 7, '0'), 'https://app-' || n || '.example.com/api/trigger', lpad(n::text, 10, '0'),
    environment.id, organization_id, project_id, time, time
  from generate_series(1, $1::int) n
  cross join lateral (select now() - ($1::int - n) * interval '1 second' as time) registered
  join (
    select *, row_number() over (order by id) as place, count(*) over () as count from runtime_environments
  ) environment on place = n % count + 1`;

// What triggers keep otherwise.
const addListings = `
  insert into endpoint_listings
  select listing.* from endpoints cross join lateral kongflow_endpoint_listing(endpoints) listing`;
const addStates = `
  insert into endpoint_states
  select run.endpoint_id, run.id, run.created_at, run.status, kongflow_searchable_error(run.error),
    coalesce(index.created_at, timestamptz 'epoch')
  from endpoint_index_runs run left join endpoint_indexes index on index.id = run.index_id`;

const tables = ['endpoints', 'endpoint_indexes', 'endpoint_index_runs', 'endpoint_listings', 'endpoint_states'];

const secondaryIndexes = `
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
  from pg_index
  where indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)`;

/** Adds `count` endpoints, app-0000001 first, spread over all environments, each with an index and a run. */
export async function addHistory(database, count) {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    // Most of the time would go into checking foreign keys and extending indexes, row by row.
    await client.query(`set local session_replication_role = replica`);
    const { rows: indexes } = await client.query(secondaryIndexes, [tables]);
    for (const { name } of indexes) await client.query(`drop index ${name}`);
    await client.query(addEndpoints, [count]);
    await client.query(addIndexes);
    await client.query(addRuns);
    await client.query(addListings);
    await client.query(addStates);
    for (const { definition } of indexes) await client.query(definition);
    await client.query('commit');
  } finally {
    client.release();
  }
  await database.rows(`vacuum analyze ${tables}`);
}
