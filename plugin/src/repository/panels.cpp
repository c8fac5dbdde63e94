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

// What the queue does next for the endpoint `e`. A task that waits is what counts, whatever its run says of it: people
// run tasks at once, reschedule and remove them. While a host writes down how an attempt ended, the task is still
// locked although its run has failed: then the run knows when the next one comes. A run without a task runs in a
// request.
const std::string kUpcoming = R"sql(
    left join lateral (
      select run.id, run.source, run.running, run.due_at,
        case when run.running then run.attempt
          when run.locked_at is null then greatest(run.attempt, run.attempts) + 1
          else run.attempt + 1 end as attempt,
        coalesce(run.max_attempts, run.attempt) as max_attempts
      from (
        select run.*, task.attempts, task.max_attempts, task.locked_at,
          run.status = 'STARTED' and (run.task_id is null or task.locked_at is not null) as running,
          case when task.locked_at is null then task.run_at else run.next_attempt_at end as due_at
        from endpoint_index_runs run
        left join graphile_worker.jobs task on task.id = run.task_id
        where run.endpoint_id = e.id
          and (run.status in ('PENDING', 'STARTED') or run.next_attempt_at is not null)
          and (run.task_id is null or task.locked_at is not null or task.attempts < task.max_attempts)
      ) run
      where run.running or run.task_id is not null
      order by run.running desc, run.due_at, run.created_at, run.id
      limit 1
    ) upcoming on true)sql";

// `page` selects id and key of some endpoints.
std::string select_listed(const std::string& page, const std::string& direction) {
  return "with page as (" + page + ") select " + summary_columns() +
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
  if (rows.is_null(row, kNextAttempt)) return listed;
  listed.next_attempt =
      NextAttempt{rows.text(row, kNextAttempt), parse_index_source(rows.text(row, kNextAttempt + 1)).value(),
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
  // Not the newest time alone: a long transaction may bring an older one later. The count tells of what was removed.
  constexpr const char* kVersion = R"sql(
    select concat_ws('-', (select count(*) from endpoints),
      (select hashtextextended(string_agg(id::text || updated_at, ',' order by id), 0)
       from (select id, updated_at from endpoints order by updated_at desc limit 100) changed),
      (select hashtextextended(string_agg(id::text || updated_at, ',' order by id), 0)
       from (select id, updated_at from endpoint_index_runs order by updated_at desc limit 100) changed)))sql";
  return execute(kVersion).text(0, 0);
}

}  // namespace kongflow::endpoints
