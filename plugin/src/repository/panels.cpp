#include <stdexcept>

#include "postgres/iso_time.h"
#include "repository/columns.h"
#include "repository/pages.h"
#include "repository/pg_endpoint_repository.h"
#include "repository/summaries.h"
#include "repository/uuid.h"

namespace kongflow::endpoints {
namespace {

constexpr int kKey = kSummaryColumns;
constexpr int kHistory = kKey + 1;
constexpr int kSdkVersion = kHistory + 1;
constexpr int kNextAttempt = kSdkVersion + 1;

const std::string kStatus = R"sql(coalesce((
      select status from endpoint_index_runs where endpoint_id = e.id order by created_at desc, id desc limit 1
    ), 'NEVER_INDEXED'))sql";

// A text that sorts as the time does.
std::string sortable(const std::string& timestamptz) {
  return "to_char(" + timestamptz + " at time zone 'UTC', 'YYYYMMDDHH24MISSUS')";
}

std::string key_of(EndpointOrder order) {
  switch (order) {
    case EndpointOrder::registered:
      return sortable("e.created_at");
    case EndpointOrder::slug:
      return "lower(e.slug)";
    case EndpointOrder::project:
      return "lower(project.slug)";
    case EndpointOrder::environment:
      return "lower(env.slug)";
    case EndpointOrder::url:
      return "lower(e.url)";
    case EndpointOrder::status:
      return kStatus;
    case EndpointOrder::indexed:
      return "coalesce((select " + sortable("max(created_at)") +
             " from endpoint_indexes where endpoint_id = e.id), '')";
  }
  throw std::logic_error("unknown order of endpoints");
}

// The tasks of other programs that wait for an endpoint of `page` and have no run yet. Graphile Worker has no index by
// queue: only the tasks that are due first are examined, so that a long queue does not slow the console down.
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

// What the queue does next for the endpoint `e`. The state of the task overrides that of its run: operators run tasks
// at once, reschedule and remove them. While a host records how an attempt ended, the task is still locked although its
// run has failed: then the run knows when the next attempt is due. A run without a task runs in a request.
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
            and )sql" + newest_of_its_task("run") +
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

// `page` selects id and key of some endpoints.
std::string select_listed(const std::string& page, const std::string& direction) {
  return "with page as (" + page + "), " + kWithoutRun + " select " + summary_columns() +
         ", page.key, history.statuses, history.sdk_version, upcoming.id, upcoming.source, upcoming.attempt,"
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

std::string select_page(EndpointOrder order, bool descending) {
  const std::string direction = descending ? "desc" : "asc";
  const std::string page = R"sql(
      select id, key
      from (
        select e.id, )sql" +
                           key_of(order) + R"sql( collate "C" as key
        from endpoints e
        join runtime_environments env on env.id = e.environment_id
        join projects project on project.id = e.project_id
        where position(lower($1) in lower(concat_ws(' ', e.slug, e.url, project.slug, env.slug))) > 0
          or position(lower($1) in lower()sql" +
                           kStatus + R"sql()) > 0
      ) listed
      where $2::uuid is null or (key, id) )sql" +
                           (descending ? "<" : ">") + " ($3::text, $2::uuid) order by key " + direction + ", id " +
                           direction + " limit $4::bigint + 1";
  return select_listed(page, direction);
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

// "<id>.<key>" of the last row.
struct KeyCursor {
  postgres::Parameter id, key;

  static KeyCursor parse(const std::optional<std::string>& text) {
    constexpr std::size_t kUuid = 36;
    if (!text) return {};
    if (text->size() <= kUuid || (*text)[kUuid] != '.' || !is_uuid(text->substr(0, kUuid)))
      throw std::invalid_argument("The cursor is not one that an earlier page gave");
    return {text->substr(0, kUuid), text->substr(kUuid + 1)};
  }
};

}  // namespace

Page<ListedEndpoint> PgEndpointRepository::endpoints(const RowsRequest& request, EndpointOrder order, bool descending) {
  const KeyCursor after = KeyCursor::parse(request.cursor);
  const postgres::Rows rows =
      execute(select_page(order, descending), {request.filter, after.id, after.key, std::to_string(request.limit)});
  return read_page(rows, request.limit, read_listed,
                   [](const postgres::Rows& page, int row) { return page.text(row, 0) + '.' + page.text(row, kKey); });
}

std::optional<ListedEndpoint> PgEndpointRepository::endpoint(const std::string& endpoint_id) {
  static const std::string sql = select_listed("select $1::uuid as id, '' as key", "asc");
  if (!is_uuid(endpoint_id)) return std::nullopt;
  const postgres::Rows rows = execute(sql, {endpoint_id});
  if (rows.empty()) return std::nullopt;
  return read_listed(rows, 0);
}

std::optional<IndexRun> PgEndpointRepository::run(const std::string& run_id) {
  static const std::string sql = "select " + run_columns("run") + " from endpoint_index_runs run where run.id = $1";
  if (!is_uuid(run_id)) return std::nullopt;
  const postgres::Rows rows = execute(sql, {run_id});
  if (rows.empty()) return std::nullopt;
  return read_run(rows, 0);
}

std::optional<StoredManifest> PgEndpointRepository::manifest(const std::string& index_id) {
  static const std::string sql =
      "select " + index_columns("index") + ", index.data::text from endpoint_indexes index where index.id = $1";
  if (!is_uuid(index_id)) return std::nullopt;
  const postgres::Rows rows = execute(sql, {index_id});
  if (rows.empty()) return std::nullopt;
  return StoredManifest{read_index(rows, 0), rows.text(0, kIndexColumns)};
}

std::optional<Environment> PgEndpointRepository::environment(const std::string& environment_id) {
  static const std::string sql =
      "select " + environment_columns("env") + " from runtime_environments env where env.id = $1";
  if (!is_uuid(environment_id)) return std::nullopt;
  const postgres::Rows rows = execute(sql, {environment_id});
  if (rows.empty()) return std::nullopt;
  return read_environment(rows, 0, 0);
}

std::string PgEndpointRepository::version() {
  // The newest time alone is not enough: a long transaction may commit an older one later, and the count changes when
  // endpoints are removed.
  constexpr const char* kVersion = R"sql(
    select concat_ws('-', (select count(*) from endpoints),
      (select hashtextextended(string_agg(id::text || updated_at, ',' order by id), 0)
       from (select id, updated_at from endpoints order by updated_at desc limit 100) changed),
      (select hashtextextended(string_agg(id::text || updated_at, ',' order by id), 0)
       from (select id, updated_at from endpoint_index_runs order by updated_at desc limit 100) changed)))sql";
  return execute(kVersion).text(0, 0);
}

}  // namespace kongflow::endpoints
