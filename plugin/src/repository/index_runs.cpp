#include <optional>

#include "repository/columns.h"
#include "repository/pg_endpoint_repository.h"
#include "repository/uuid.h"

namespace kongflow::endpoints {

std::optional<IndexRun> PgEndpointRepository::start_run(const Endpoint& endpoint, const IndexRequest& request,
                                                        const std::optional<TaskAttempt>& task) {
  // The run of a task is its newest run that this attempt may continue: an unfinished run, or one of an earlier
  // attempt.
  static const std::string sql = R"sql(
    with endpoint as (
      select id from endpoints where id = $1 for key share
    ), known as (
      select run.id, run.status
      from endpoint_index_runs run join endpoint on run.endpoint_id = endpoint.id
      where run.task_id = $5::bigint and (run.attempt < $6::integer or run.status in ('PENDING', 'STARTED'))
      order by run.created_at desc, run.id desc
      limit 1
    ), again as (
      update endpoint_index_runs run
      set status = 'STARTED', attempt = $6::integer, started_at = now(), finished_at = null, next_attempt_at = null,
        error = null, error_code = null, warning = null
      from known
      where run.id = known.id and run.status <> 'SUCCESS'
      returning run.*
    ), made as (
      insert into endpoint_index_runs (endpoint_id, source, reason, source_data, status, attempt, task_id, started_at)
      select endpoint.id, $2, $3, $4::jsonb, 'STARTED', $6::integer, $5::bigint, now()
      from endpoint
      where not exists (select from known)
      returning *
    ), run as (
      select * from again
      union all select * from made
      union all
      select run.* from endpoint_index_runs run join known on run.id = known.id where known.status = 'SUCCESS'
    )
    select )sql" + run_columns("run") +
                                 " from run";
  const postgres::Rows rows = execute(
      sql, {endpoint.id, std::string(to_string(request.source)), request.reason, request.source_data,
            task ? postgres::Parameter(task->task_id) : std::nullopt, std::to_string(task ? task->attempt : 1)});
  if (rows.empty()) return std::nullopt;
  return read_run(rows, 0);
}

bool PgEndpointRepository::fail_run(const IndexRun& run, const RunFailure& failure) {
  constexpr const char* kFail = R"sql(
    update endpoint_index_runs
    set status = 'FAILURE', error = $2, error_code = $3, finished_at = clock.now,
      next_attempt_at = clock.now + $4::bigint * interval '1 millisecond',
      sdk_version = coalesce($5, sdk_version), api_version = coalesce($6, api_version), warning = $7
    from (select clock_timestamp() as now) clock
    where id = $1 and attempt = $8::integer and status <> 'SUCCESS')sql";
  const postgres::Rows rows = execute(
      kFail,
      {run.id, failure.message, failure.code,
       failure.next_attempt_in ? postgres::Parameter(std::to_string(failure.next_attempt_in->count())) : std::nullopt,
       failure.facts.sdk_version, failure.facts.api_version, failure.facts.warning, std::to_string(run.attempt)});
  return rows.affected() > 0;
}

std::optional<IndexRun> PgEndpointRepository::find_run(const std::string& environment_id, const std::string& run_id) {
  static const std::string sql = "select " + run_columns("run") +
                                 " from endpoint_index_runs run join endpoints e on e.id = run.endpoint_id"
                                 " where run.id = $1 and e.environment_id = $2";
  if (!is_uuid(environment_id) || !is_uuid(run_id)) return std::nullopt;
  const postgres::Rows rows = execute(sql, {run_id, environment_id});
  if (rows.empty()) return std::nullopt;
  return read_run(rows, 0);
}

int PgEndpointRepository::fail_abandoned_runs(std::chrono::milliseconds age) {
  // A waiting task has no active attempt. If its run is STARTED, the run's host died or lost its database.
  constexpr const char* kFailAbandoned = R"sql(
    with abandoned as (
      select run.id, run.task_id, task.run_at
      from endpoint_index_runs run
      left join graphile_worker.jobs task
        on task.id = run.task_id and (task.attempts < task.max_attempts or task.locked_at is not null)
      where run.status in ('PENDING', 'STARTED')
        and run.updated_at < clock_timestamp() - $1::bigint * interval '1 millisecond'
        and (task.id is null or (run.status = 'STARTED' and task.locked_at is null))
    )
    update endpoint_index_runs run
    set status = 'FAILURE', error_code = 'FAILED_INDEX', finished_at = clock_timestamp(),
      next_attempt_at = abandoned.run_at,
      error = case
        when abandoned.run_at is not null then 'The host stopped before the index was finished. The queue will retry it.'
        when abandoned.task_id is null then 'The host stopped before the index was finished. Index the endpoint again.'
        else 'The task of this index no longer exists or has no attempt left. Index the endpoint again.' end
    from abandoned
    where run.id = abandoned.id and run.status in ('PENDING', 'STARTED')
      and run.updated_at < clock_timestamp() - $1::bigint * interval '1 millisecond')sql";
  return static_cast<int>(execute(kFailAbandoned, {std::to_string(age.count())}).affected());
}

}  // namespace kongflow::endpoints
