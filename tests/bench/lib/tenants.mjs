// Environments and their endpoints in bulk, by SQL: the command and the API would take longer than the measurement.

/** `count` environments, each in a project of its own: [{id, apiKey, organizationId, projectId}]. */
export function createEnvironments(database, count) {
  return database.rows(
    `with organization as (
       insert into organizations (slug, title) values ('bench', 'Bench') returning id
     ), project as (
       insert into projects (slug, name, organization_id)
       select 'bench-' || n, 'Bench ' || n, organization.id from organization, generate_series(1, $1::int) n
       returning id, organization_id
     )
     insert into runtime_environments (slug, api_key, type, organization_id, project_id)
     select 'dev', 'tr_dev_' || replace(gen_random_uuid()::text, '-', ''), 'DEVELOPMENT', organization_id, id
     from project
     returning id, api_key as "apiKey", organization_id as "organizationId", project_id as "projectId"`,
    [count],
  );
}

/**
 * Inserts the endpoints `<prefix>-1` to `<prefix>-<count>`, spread evenly over `environments`, all with the URL `url`.
 * Nothing is enqueued. Returns [{id, slug, environmentId, hook}].
 */
export function createEndpoints(database, environments, { prefix, count, url }) {
  return database.rows(
    `insert into endpoints (slug, url, indexing_hook_identifier, environment_id, organization_id, project_id)
     select $1 || '-' || n, $3, lpad(n::text, 10, '0'), environment.id, organization_id, project_id
     from generate_series(1, $2::int) n
     join unnest($4::uuid[]) with ordinality as given(id, place) on place = n % cardinality($4::uuid[]) + 1
     join runtime_environments environment on environment.id = given.id
     returning id, slug, environment_id as "environmentId", indexing_hook_identifier as hook`,
    [prefix, count, url, environments.map(({ id }) => id)],
  );
}

/** Enqueues `each` index tasks for every one of `endpoints`, all in one transaction. */
export function enqueueIndexes(database, endpoints, each = 1) {
  return database.rows(
    `select count(*) from graphile_worker.add_jobs(array(
       select ('indexEndpoint', json_build_object('id', id, 'source', 'INTERNAL'), 'endpoint-' || id, null, 25, null, 0,
               null)::graphile_worker.job_spec
       from generate_series(1, $2::int) n, unnest($1::uuid[]) id))`,
    [endpoints.map(({ id }) => id), each],
  );
}
