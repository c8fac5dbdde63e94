#include <optional>
#include <string_view>

#include "repository/columns.h"
#include "repository/pg_endpoint_repository.h"
#include "repository/uuid.h"

namespace kongflow::endpoints {
namespace {

// `write` stores an endpoint and returns its row. $1 is max_attempts of the first index.
std::string write_and_index(const std::string& write) {
  return "with endpoint as (" + write + R"sql(
    ), task as (
      select added.id
      from endpoint
      cross join lateral graphile_worker.add_job(
        'indexEndpoint', json_build_object('id', endpoint.id, 'source', 'INTERNAL'),
        queue_name := 'endpoint-' || endpoint.id, max_attempts := $1::integer) added
    ), run as (
      insert into endpoint_index_runs (endpoint_id, source, task_id)
      select endpoint.id, 'INTERNAL', task.id from endpoint, task
      returning *
    )
    select )sql" +
         endpoint_columns("endpoint") + ", " + run_columns("run") + " from endpoint, run";
}

std::optional<Registered> read_registered(const std::optional<postgres::Rows>& rows) {
  if (!rows || rows->empty()) return std::nullopt;
  return Registered{read_endpoint(*rows, 0), read_run(*rows, 0, kEndpointColumns)};
}

}  // namespace

std::optional<Registered> PgEndpointRepository::register_endpoint(const NewEndpoint& endpoint, int max_attempts) {
  constexpr std::string_view kForeignKeyViolation = "23503";
  static const std::string sql = write_and_index(R"sql(
      insert into endpoints (slug, url, indexing_hook_identifier, environment_id, organization_id, project_id)
      values ($2, $3, $4, $5, $6, $7)
      on conflict (environment_id, slug) do update set url = excluded.url
      returning *)sql");
  const Environment& environment = endpoint.environment;
  return read_registered(
      execute_unless(kForeignKeyViolation, sql,
                     {std::to_string(max_attempts), endpoint.slug, endpoint.url, endpoint.indexing_hook_identifier,
                      environment.id, environment.organization_id, environment.project_id}));
}

std::optional<Registered> PgEndpointRepository::change_url(const std::string& endpoint_id, const std::string& url,
                                                           int max_attempts) {
  static const std::string sql = write_and_index("update endpoints set url = $3 where id = $2 returning *");
  if (!is_uuid(endpoint_id)) return std::nullopt;
  return read_registered(execute(sql, {std::to_string(max_attempts), endpoint_id, url}));
}

std::optional<IndexRun> PgEndpointRepository::enqueue_index(const Endpoint& endpoint, const IndexRequest& request,
                                                            int max_attempts, std::chrono::milliseconds delay) {
  static const std::string sql = R"sql(
    with endpoint as (
      select id from endpoints where id = $1 for key share
    ), newest as (
      select run.id, run.task_id, run.status, run.created_at
      from endpoint_index_runs run join endpoint on run.endpoint_id = endpoint.id
      order by run.created_at desc, run.id desc
      limit $7::integer
    ), last as (
      select id, task_id from newest
      where (select count(*) from newest where status = 'PENDING') = $7::integer
      order by created_at desc, id desc
      limit 1
    ), waiting as (
      select last.id, last.task_id
      from last join graphile_worker._private_jobs job on job.id = last.task_id
      where job.locked_at is null and job.attempts = 0
      for update of job
    ), request as (
      select (jsonb_build_object('id', endpoint.id, 'source', $2::text)
        || case when $3::text is null then '{}' else jsonb_build_object('reason', $3::text) end
        || case when $4::jsonb is null then '{}' else jsonb_build_object('sourceData', $4::jsonb) end)::json as payload
      from endpoint
    ), renewed as (
      update graphile_worker._private_jobs job set payload = request.payload
      from waiting, request where job.id = waiting.task_id
    ), joined as (
      update endpoint_index_runs run set source = $2, reason = $3, source_data = $4::jsonb
      from waiting where run.id = waiting.id
      returning run.*
    ), task as (
      select added.id
      from endpoint cross join request
      cross join lateral graphile_worker.add_job(
        'indexEndpoint', request.payload, queue_name := 'endpoint-' || endpoint.id, max_attempts := $5::integer,
        run_at := now() + $6::bigint * interval '1 millisecond') added
      where not exists (select from waiting)
    ), made as (
      insert into endpoint_index_runs (endpoint_id, source, reason, source_data, task_id)
      select endpoint.id, $2, $3, $4::jsonb, task.id from endpoint, task
      returning *
    ), run as (
      select * from made union all select * from joined
    )
    select )sql" + run_columns("run") +
                                 " from run";
  const postgres::Rows rows =
      execute(sql, {endpoint.id, std::string(to_string(request.source)), request.reason, request.source_data,
                    std::to_string(max_attempts), std::to_string(delay.count()), std::to_string(kMaxWaitingRuns)});
  if (rows.empty()) return std::nullopt;
  return read_run(rows, 0);
}

}  // namespace kongflow::endpoints
