#include <optional>
#include <utility>

#include "repository/columns.h"
#include "repository/pg_endpoint_repository.h"

namespace kongflow::endpoints {

std::optional<EndpointIndex> PgEndpointRepository::complete_run(const IndexRun& run, const Manifest& manifest,
                                                                const AppFacts& facts) {
  // The manifest is sent once, split into its parts; entries keep their text. The endpoint is locked before the run, as
  // in every other statement, so that this statement cannot deadlock with a removal. Tasks are added in batches of
  // 1000, because the cost of add_jobs grows faster than its array. Jobs are read twice only when some are not enabled.
  static const std::string sql = R"sql(
    with endpoint as (
      select id from endpoints where id = $2 for key share
    ), run as (
      select run.id, run.endpoint_id, run.source, run.source_data, run.reason, run.started_at
      from endpoint_index_runs run join endpoint on endpoint.id = run.endpoint_id
      where run.id = $1 and run.attempt = $3::integer and run.status <> 'SUCCESS'
      for update of run
    ), index as (
      insert into endpoint_indexes (endpoint_id, source, source_data, reason, stats, data, created_at)
      select run.endpoint_id, run.source, run.source_data, run.reason, $9::jsonb,
        ('{' || concat_ws(',', '"jobs":' || $4::text, '"sources":' || $5::text, '"dynamicTriggers":' || $6::text,
          '"dynamicSchedules":' || $7::text, nullif($8::text, '')) || '}')::jsonb, run.started_at
      from run
      returning id, endpoint_id, source, source_data, reason, stats, created_at, updated_at
    ), entry as (
      select 1 as kind, place, 'registerJob' as task, json_build_object('job', entry, 'endpointId', $2::text) as payload
      from json_array_elements($4::text::json) with ordinality as listed(entry, place)
      where $13::boolean or entry ->> 'enabled' = 'true'
      union all
      select 2, place, 'registerSource', json_build_object('source', entry, 'endpointId', $2::text)
      from json_array_elements($5::text::json) with ordinality as listed(entry, place)
      union all
      select 3, place, 'registerDynamicTrigger', json_build_object('dynamicTrigger', entry, 'endpointId', $2::text)
      from json_array_elements($6::text::json) with ordinality as listed(entry, place)
      union all
      select 4, place, 'registerDynamicSchedule', json_build_object('dynamicSchedule', entry, 'endpointId', $2::text)
      from json_array_elements($7::text::json) with ordinality as listed(entry, place)
    ), batch as (
      select array_agg((task, payload, 'endpoint-' || $2::text, null, 3, null, 0, null)::graphile_worker.job_spec
        order by place) as specs
      from entry
      where exists (select from run)
      group by kind, (place - 1) / 1000
      order by kind, (place - 1) / 1000
    ), added as (
      select task.id from batch cross join lateral graphile_worker.add_jobs(batch.specs) task
    ), finished as (
      update endpoint_index_runs
      set status = 'SUCCESS', index_id = index.id, error = null, error_code = null, next_attempt_at = null,
        sdk_version = $10, api_version = $11, warning = $12, finished_at = clock_timestamp()
      from index, (select count(*) from added) tasks
      where endpoint_index_runs.id = $1
      returning endpoint_index_runs.id
    )
    select )sql" + index_columns("index") +
                                 " from index, finished";
  ManifestParts parts = split_manifest(manifest.json);
  const postgres::Rows rows =
      execute(sql, {run.id, run.endpoint_id, std::to_string(run.attempt), std::move(parts.jobs),
                    std::move(parts.sources), std::move(parts.dynamic_triggers), std::move(parts.dynamic_schedules),
                    std::move(parts.others), to_json(manifest.stats), facts.sdk_version, facts.api_version,
                    facts.warning, parts.all_jobs_enabled ? "true" : "false"});
  if (rows.empty()) return std::nullopt;
  return read_index(rows, 0);
}

}  // namespace kongflow::endpoints
