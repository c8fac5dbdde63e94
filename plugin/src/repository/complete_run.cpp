#include "repository/columns.h"
#include "repository/pg_endpoint_repository.h"

namespace kongflow::endpoints {

EndpointIndex PgEndpointRepository::complete_run(const IndexRun& run, const Manifest& manifest, const AppFacts& facts) {
  // The manifest ($4) is sent once and split as json, which keeps each entry's own text; the endpoint is locked before
  // the run, as in every other statement, so that removing it cannot deadlock with this.
  static const std::string sql = R"sql(
    with endpoint as (
      select id from endpoints where id = $2 for key share
    ), run as (
      select run.id, run.endpoint_id, run.source, run.source_data, run.reason, run.started_at
      from endpoint_index_runs run join endpoint on endpoint.id = run.endpoint_id
      where run.id = $1 and run.attempt = $3::integer
      for update of run
    ), manifest as (
      select *
      from json_to_record($4::json) as m(jobs json, sources json, "dynamicTriggers" json, "dynamicSchedules" json)
    ), job as (
      select place, entry -> 'internal' is null as completed, entry ->> 'enabled' = 'true' as enabled,
        case
          when entry -> 'internal' is not null then entry
          when entry::text ~ '^\{\s*\}$' then '{"internal":false}'
          else ('{"internal":false,' || substr(entry::text, 2))::json
        end as entry
      from manifest
      cross join lateral json_array_elements(
        case when json_typeof(jobs) = 'array' then jobs end) with ordinality as listed(entry, place)
    ), index as (
      insert into endpoint_indexes (endpoint_id, source, source_data, reason, stats, data, created_at)
      select run.endpoint_id, run.source, run.source_data, run.reason, $5::jsonb,
        case
          when exists (select from job where completed)
          then jsonb_set($4::json::jsonb, '{jobs}', (select jsonb_agg(entry::jsonb order by place) from job))
          else $4::json::jsonb
        end,
        run.started_at
      from run
      returning *
    ), entry as (
      select 1 as kind, place, 'registerJob' as task, json_build_object('job', entry, 'endpointId', $2::text) as payload
      from job where enabled
      union all
      select 2, place, 'registerSource', json_build_object('source', entry, 'endpointId', $2::text)
      from manifest, json_array_elements(
        case when json_typeof(sources) = 'array' then sources end) with ordinality as listed(entry, place)
      union all
      select 3, place, 'registerDynamicTrigger', json_build_object('dynamicTrigger', entry, 'endpointId', $2::text)
      from manifest, json_array_elements(case when json_typeof("dynamicTriggers") = 'array'
        then "dynamicTriggers" end) with ordinality as listed(entry, place)
      union all
      select 4, place, 'registerDynamicSchedule', json_build_object('dynamicSchedule', entry, 'endpointId', $2::text)
      from manifest, json_array_elements(case when json_typeof("dynamicSchedules") = 'array'
        then "dynamicSchedules" end) with ordinality as listed(entry, place)
    ), batch as (
      select array_agg((task, payload, 'endpoint-' || $2::text, null, 3, null, 0, null)::graphile_worker.job_spec
        order by kind, place) as specs
      from entry
      where exists (select from run)
    ), added as (
      select task.id from batch cross join lateral graphile_worker.add_jobs(batch.specs) task
      where batch.specs is not null
    ), finished as (
      update endpoint_index_runs
      set status = 'SUCCESS', index_id = index.id, error = null, error_code = null, next_attempt_at = null,
        sdk_version = $6, api_version = $7, warning = $8, finished_at = clock_timestamp()
      from index, (select count(*) from added) tasks
      where endpoint_index_runs.id = $1
      returning endpoint_index_runs.id
    )
    select )sql" + index_columns("index") +
                                 " from index, finished";
  const postgres::Rows rows =
      execute(sql, {run.id, run.endpoint_id, std::to_string(run.attempt), manifest.json, to_json(manifest.stats),
                    facts.sdk_version, facts.api_version, facts.warning});
  if (rows.empty()) throw removed_meanwhile();
  return read_index(rows, 0);
}

}  // namespace kongflow::endpoints
