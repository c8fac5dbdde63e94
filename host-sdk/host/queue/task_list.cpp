#include "host/queue/task_list.h"

#include <algorithm>
#include <map>

#include "host/queue/keyset.h"
#include "postgres/iso_time.h"

namespace kongflow::host {
namespace {

using postgres::iso_time;
using postgres::Parameter;

constexpr std::size_t longest_id = 18;  // digits that fit into a bigint whatever they are

// The tasks of one state, their order, and where a cursor's parts ($4, $5, …) lead.
struct State {
  const char* condition;
  const char* order;
  const char* bound;
  const char* cursor;
  std::size_t cursor_parts;
};

constexpr char by_turn[] = "jobs.priority, jobs.run_at, jobs.id";
constexpr char after_turn[] = "(jobs.priority, jobs.run_at, jobs.id) > ($4::smallint, $5::timestamptz, $6::bigint)";
constexpr char turn[] =
    "concat_ws('~', jobs.priority, to_char(jobs.run_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
    "jobs.id)";

const std::map<std::string, State>& states() {
  static const std::map<std::string, State> all{
      {"ready", {"jobs.is_available = true and jobs.run_at <= now()", by_turn, after_turn, turn, 3}},
      {"scheduled", {"jobs.is_available = true and jobs.run_at > now()", by_turn, after_turn, turn, 3}},
      {"running",
       {"jobs.locked_at is not null", "jobs.locked_at, jobs.id",
        "(jobs.locked_at, jobs.id) > ($4::timestamptz, $5::bigint)",
        R"(concat_ws('~', to_char(jobs.locked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), jobs.id))", 2}},
      {"failed",
       {"jobs.attempts >= jobs.max_attempts and jobs.locked_at is null", "jobs.id desc", "jobs.id < $4::bigint",
        "jobs.id::text", 1}},
  };
  return all;
}

std::string as_json(bool whole) {
  return "json_build_object('id', jobs.id::text, 'task', tasks.identifier, 'queue', queues.queue_name,"
         " 'priority', jobs.priority, 'attempts', jobs.attempts, 'maxAttempts', jobs.max_attempts, 'runAt', " +
         iso_time("jobs.run_at") + ", 'createdAt', " + iso_time("jobs.created_at") + ", 'updatedAt', " +
         iso_time("jobs.updated_at") + ", 'lockedBy', jobs.locked_by, 'lockedAt', " + iso_time("jobs.locked_at") +
         ", 'lastError', " + (whole ? "jobs.last_error" : "left(jobs.last_error, 500)") +
         ", 'state', case when jobs.locked_at is not null then 'running'"
         " when jobs.attempts >= jobs.max_attempts then 'failed'"
         " when jobs.run_at > now() then 'scheduled' else 'ready' end" +
         (whole ? ", 'payload', jobs.payload, 'flags', jobs.flags, 'key', jobs.key, 'revision', jobs.revision)" : ")");
}

constexpr char with_names[] =
    " join graphile_worker._private_tasks as tasks on tasks.id = jobs.task_id"
    " left join graphile_worker._private_job_queues as queues on queues.id = jobs.job_queue_id ";

// The page is cut out before names are looked up and JSON is written.
std::string list_sql(const State& state, bool from_cursor) {
  return "with page as materialized (select * from graphile_worker._private_jobs as jobs where " +
         std::string(state.condition) +
         " and ($1::text is null or jobs.task_id ="
         " (select id from graphile_worker._private_tasks where identifier = $1))"
         " and ($2::text is null or jobs.job_queue_id ="
         " (select id from graphile_worker._private_job_queues where queue_name = $2))" +
         (from_cursor ? " and " + std::string(state.bound) : "") + " order by " + state.order +
         " limit $3::int + 1) select " + as_json(false) + ", " + state.cursor + " from page as jobs" + with_names +
         "order by " + state.order;
}

bool is_invalid_text(const postgres::Error& error) {
  return error.sqlstate().compare(0, 2, "22") == 0;
}

}  // namespace

bool is_task_state(const std::string& text) {
  return states().count(text) > 0;
}

bool is_task_id(std::string_view text) {
  return !text.empty() && text.size() <= longest_id &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string> list_tasks(ConsoleDatabase& database, const TaskListQuery& query) {
  const State& state = states().at(query.state);
  std::vector<Parameter> parameters{query.task, query.queue, std::to_string(query.limit)};
  if (query.cursor) {
    const auto parts = split_cursor(*query.cursor, state.cursor_parts);
    if (!parts) return std::nullopt;
    parameters.insert(parameters.end(), parts->begin(), parts->end());
  }
  try {
    const auto rows = database.execute(list_sql(state, query.cursor.has_value()).c_str(), parameters);
    return json_page("tasks", rows, query.limit);
  } catch (const postgres::Error& error) {
    if (query.cursor && is_invalid_text(error)) return std::nullopt;
    throw;
  }
}

std::optional<std::string> find_task(ConsoleDatabase& database, const std::string& id) {
  static const std::string sql = "select " + as_json(true) + " from graphile_worker._private_jobs as jobs" +
                                 with_names + "where jobs.id = $1::bigint";
  const auto rows = database.execute(sql.c_str(), {id});
  return rows.empty() ? std::nullopt : std::optional(rows.text(0, 0));
}

}  // namespace kongflow::host
