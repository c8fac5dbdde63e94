#include "repository/columns.h"

#include <stdexcept>

#include "postgres/iso_time.h"

namespace kongflow::endpoints {

using postgres::iso_time;

namespace {

RunStatus parse_status(std::string_view text) {
  for (const RunStatus status : {RunStatus::pending, RunStatus::started, RunStatus::success, RunStatus::failure})
    if (text == to_string(status)) return status;
  throw std::logic_error("endpoint_index_runs contains an unknown status");
}

// Reads the columns of a row in order.
class Reader {
 public:
  Reader(const postgres::Rows& rows, int row, int first) : rows_(rows), row_(row), column_(first) {}
  std::string text() { return rows_.text(row_, column_++); }
  std::optional<std::string> optional_text() { return rows_.optional_text(row_, column_++); }
  std::optional<std::int64_t> optional_integer() {
    if (rows_.is_null(row_, column_)) return ++column_, std::nullopt;
    return integer();
  }
  std::int64_t integer() { return rows_.integer(row_, column_++); }

 private:
  const postgres::Rows& rows_;
  const int row_;
  int column_;
};

// Replaces {} in "{}.a, {}.b" by the alias.
std::string with_alias(std::string columns, const std::string& alias) {
  for (auto at = columns.find("{}"); at != std::string::npos; at = columns.find("{}", at + alias.size()))
    columns.replace(at, 2, alias);
  return columns;
}

}  // namespace

std::string endpoint_columns(const std::string& alias) {
  static const std::string columns = "{}.id, {}.slug, {}.url, {}.environment_id, {}.organization_id, {}.project_id, " +
                                     iso_time("{}.created_at") + ", " + iso_time("{}.updated_at") +
                                     ", {}.indexing_hook_identifier";
  return with_alias(columns, alias);
}

Endpoint read_endpoint(const postgres::Rows& rows, int row, int first) {
  Reader column(rows, row, first);
  Endpoint endpoint;
  endpoint.id = column.text();
  endpoint.slug = column.text();
  endpoint.url = column.text();
  endpoint.environment_id = column.text();
  endpoint.organization_id = column.text();
  endpoint.project_id = column.text();
  endpoint.created_at = column.text();
  endpoint.updated_at = column.text();
  endpoint.indexing_hook_identifier = column.text();
  return endpoint;
}

std::string environment_columns(const std::string& alias) {
  return with_alias("{}.id, {}.slug, {}.type, {}.api_key, {}.organization_id, {}.project_id", alias);
}

Environment read_environment(const postgres::Rows& rows, int row, int first) {
  Reader column(rows, row, first);
  Environment environment;
  environment.id = column.text();
  environment.slug = column.text();
  environment.type = column.text();
  environment.api_key = column.text();
  environment.organization_id = column.text();
  environment.project_id = column.text();
  return environment;
}

std::string is_latest_of_task(const std::string& alias) {
  return with_alias(
      "not exists (select from endpoint_index_runs newer"
      " where newer.task_id = {}.task_id and (newer.created_at, newer.id) > ({}.created_at, {}.id))",
      alias);
}

std::string run_columns(const std::string& alias) {
  static const std::string columns =
      "{}.id, {}.endpoint_id, {}.source, {}.reason, {}.source_data::text, {}.status, {}.error, {}.error_code,"
      " {}.attempt, {}.task_id, case when {}.task_id is null then " +
      iso_time("{}.next_attempt_at") + " else (select " +
      iso_time("case when task.locked_at is null then task.run_at else {}.next_attempt_at end") +
      " from graphile_worker.jobs task where {}.status = 'FAILURE' and task.id = {}.task_id"
      " and (task.attempts < task.max_attempts or task.locked_at is not null) and " +
      is_latest_of_task("{}") + ") end, {}.sdk_version, {}.api_version, {}.warning, {}.index_id," +
      " (select stats::text from endpoint_indexes where id = {}.index_id), " + iso_time("{}.created_at") + ", " +
      iso_time("{}.started_at") + ", " + iso_time("{}.finished_at") +
      ", (extract(epoch from {}.finished_at - {}.started_at) * 1000)::bigint";
  return with_alias(columns, alias);
}

IndexRun read_run(const postgres::Rows& rows, int row, int first) {
  Reader column(rows, row, first);
  IndexRun run;
  run.id = column.text();
  run.endpoint_id = column.text();
  run.request.source = parse_index_source(column.text()).value();
  run.request.reason = column.optional_text();
  run.request.source_data = column.optional_text();
  run.status = parse_status(column.text());
  run.error = column.optional_text();
  run.error_code = column.optional_text();
  run.attempt = column.integer();
  run.task_id = column.optional_text();
  run.next_attempt_at = column.optional_text();
  run.facts.sdk_version = column.optional_text();
  run.facts.api_version = column.optional_text();
  run.facts.warning = column.optional_text();
  run.index_id = column.optional_text();
  run.stats_json = column.optional_text();
  run.created_at = column.text();
  run.started_at = column.optional_text();
  run.finished_at = column.optional_text();
  run.duration_ms = column.optional_integer();
  return run;
}

std::string index_columns(const std::string& alias) {
  static const std::string columns =
      "{}.id, {}.endpoint_id, {}.source, {}.source_data::text, {}.reason, {}.stats::text, " +
      iso_time("{}.created_at") + ", " + iso_time("{}.updated_at");
  return with_alias(columns, alias);
}

EndpointIndex read_index(const postgres::Rows& rows, int row, int first) {
  Reader column(rows, row, first);
  EndpointIndex index;
  index.id = column.text();
  index.endpoint_id = column.text();
  index.source = column.text();
  index.source_data = column.optional_text();
  index.reason = column.optional_text();
  index.stats_json = column.text();
  index.created_at = column.text();
  index.updated_at = column.text();
  return index;
}

}  // namespace kongflow::endpoints
