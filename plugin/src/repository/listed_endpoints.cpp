#include "repository/listed_endpoints.h"

#include "postgres/iso_time.h"
#include "repository/columns.h"
#include "repository/summaries.h"

namespace kongflow::endpoints {
namespace {

constexpr int kHistory = kCursorColumn + 1;
constexpr int kSdkVersion = kHistory + 1;
constexpr int kNextAttempt = kSdkVersion + 1;

// Tasks that other programs enqueued for an endpoint of `page`, and that have no run yet. Graphile Worker has no index
// by queue. Only the tasks that are due first are examined, so that a long queue does not slow down the console.
const std::string kWithoutRun = R"sql(without_run as materialized (
      select page.id as endpoint_id, task.id, task.run_at, task.attempts, task.max_attempts
      from (
        select id, task_id, job_queue_id, run_at, attempts, max_attempts
        from graphile_worker._private_jobs where is_available = true order by priority, run_at limit 10000
      ) task
      join graphile_worker._private_tasks kind on kind.id = task.task_id and kind.identifier = 'indexEndpoint'
      join graphile_worker._private_job_queues queue on queue.id = task.job_queue_id
      join page on queue.queue_name = 'endpoint-' || page.id
      where not exists (select from endpoint_index_runs where task_id = task.id)
    ))sql";

// The current or next attempt for the endpoint `e`. The state of the task takes precedence over the state of its run,
// because operators start, reschedule and remove tasks. While a host stores the result of an attempt, the run has
// failed and the task is still locked: then the run contains the due time of the next attempt. A run without a task
// belongs to a request.
const std::string kUpcoming = R"sql(
    left join lateral (
      select * from (
        select run.id, run.source, run.running, run.created_at,
          case when run.locked_at is null then run.run_at when not run.running then run.next_attempt_at end as due_at,
          case when run.status = 'STARTED' and run.running then run.attempt
            when run.running then run.attempts
            when run.locked_at is null then run.attempts + 1
            else run.attempt + 1 end as attempt,
          coalesce(run.max_attempts, run.attempt) as max_attempts
        from (
          select run.*, task.run_at, task.attempts, task.max_attempts, task.locked_at,
            case run.status
              when 'STARTED' then run.task_id is null or task.locked_at is not null
              when 'PENDING' then task.locked_at is not null
              else task.locked_at is not null and task.attempts <> run.attempt end as running
          from endpoint_index_runs run
          left join graphile_worker.jobs task on task.id = run.task_id
          where run.endpoint_id = e.id
            and (run.status in ('PENDING', 'STARTED') or (run.status = 'FAILURE' and run.task_id is not null))
            and )sql" + is_latest_of_task("run") +
                              R"sql(
        ) run
        where run.running
          or case when run.locked_at is null then run.attempts < run.max_attempts
            else run.next_attempt_at is not null end
        union all
        select null, null, false, null, run_at, attempts + 1, max_attempts
        from without_run where endpoint_id = e.id
      ) known
      order by running desc, due_at, created_at, id
      limit 1
    ) upcoming on true)sql";

}  // namespace

std::string select_listed(const std::string& page, const std::string& direction) {
  return "with page as (" + page + "), " + kWithoutRun + " select " + summary_columns() +
         ", page.cursor, history.statuses, history.sdk_version, upcoming.id, upcoming.source, upcoming.attempt,"
         " upcoming.max_attempts, case when not upcoming.running then " +
         postgres::iso_time("upcoming.due_at") + " end from " + summary_tables() +
         R"sql(
    join page on page.id = e.id)sql" +
         kUpcoming + R"sql(
    cross join lateral (
      select coalesce(json_agg(status order by created_at, id), '[]')::text as statuses,
        (array_agg(sdk_version order by created_at desc, id desc) filter (where sdk_version is not null))[1]
          as sdk_version
      from (
        select id, status, sdk_version, created_at
        from endpoint_index_runs where endpoint_id = e.id order by created_at desc, id desc limit 20
      ) recent
    ) history
    order by page.key )sql" +
         direction + ", page.id " + direction;
}

ListedEndpoint read_listed(const postgres::Rows& rows, int row) {
  ListedEndpoint listed{read_summary(rows, row), rows.text(row, kHistory), rows.optional_text(row, kSdkVersion)};
  if (rows.is_null(row, kNextAttempt + 2)) return listed;
  listed.next_attempt = NextAttempt{rows.optional_text(row, kNextAttempt),
                                    parse_index_source(rows.optional_text(row, kNextAttempt + 1).value_or("")),
                                    rows.integer(row, kNextAttempt + 2), rows.integer(row, kNextAttempt + 3),
                                    rows.optional_text(row, kNextAttempt + 4)};
  return listed;
}

}  // namespace kongflow::endpoints
