#include "repository/columns.h"
#include "repository/page_cursor.h"
#include "repository/pages.h"
#include "repository/pg_endpoint_repository.h"
#include "repository/summaries.h"
#include "repository/uuid.h"

namespace kongflow::endpoints {
namespace {

// The condition and order of a list: newest first, after the cursor in $2 and $3, with the limit in $4.
std::string newest_first(const std::string& alias) {
  const std::string place = "(" + alias + ".created_at, " + alias + ".id)";
  return " and ($2::bigint is null or " + place + " < (" + timestamptz_of("$2") + ", $3::uuid)) order by " + alias +
         ".created_at desc, " + alias + ".id desc limit $4::bigint + 1";
}

// For rows with the id in column 0 and the creation time in column `created_at_us`.
template <typename Read>
auto read_newest_first(const postgres::Rows& rows, int limit, int created_at_us, Read read) {
  return read_page(rows, limit, read, [created_at_us](const postgres::Rows& page, int row) {
    return PageCursor::to_text(page.text(row, created_at_us), page.text(row, 0));
  });
}

// The condition that one of the columns contains $5, ignoring case.
std::string contains_filter(const std::string& columns) {
  return " and position(lower($5) in lower(concat_ws(' ', " + columns + "))) > 0";
}

}  // namespace

std::optional<EndpointSummary> PgEndpointRepository::summary(const std::string& environment_id,
                                                             const std::string& slug) {
  static const std::string sql =
      "select " + summary_columns() + " from " + summary_tables() + " where e.environment_id = $1 and e.slug = $2";
  if (!is_uuid(environment_id)) return std::nullopt;
  const auto rows = find_rows(sql, {environment_id, slug});
  if (!rows || rows->empty()) return std::nullopt;
  return read_summary(*rows, 0);
}

Page<EndpointSummary> PgEndpointRepository::list(const std::string& environment_id, int limit,
                                                 const std::optional<std::string>& cursor) {
  static const std::string sql = "select " + summary_columns() + ", " + microseconds_of("e.created_at") + " from " +
                                 summary_tables() + " where e.environment_id = $1" + newest_first("e");
  const PageCursor after = PageCursor::parse(cursor);
  if (!is_uuid(environment_id)) return {};
  const postgres::Rows rows = execute(sql, {environment_id, after.created_at_us, after.id, std::to_string(limit)});
  return read_newest_first(rows, limit, kSummaryColumns, read_summary);
}

Page<EndpointIndex> PgEndpointRepository::list_indexes(const std::string& endpoint_id, int limit,
                                                       const std::optional<std::string>& cursor) {
  return indexes_of(endpoint_id, {limit, cursor});
}

Page<EndpointIndex> PgEndpointRepository::indexes_of(const std::string& endpoint_id, const RowsRequest& request) {
  static const std::string sql = "select " + index_columns("index") + ", " + microseconds_of("index.created_at") +
                                 " from endpoint_indexes index where index.endpoint_id = $1" +
                                 contains_filter("index.source, index.reason") + newest_first("index");
  const PageCursor after = PageCursor::parse(request.cursor);
  if (!is_uuid(endpoint_id)) return {};
  const postgres::Rows rows =
      execute(sql, {endpoint_id, after.created_at_us, after.id, std::to_string(request.limit), request.filter});
  return read_newest_first(rows, request.limit, kIndexColumns,
                           [](const postgres::Rows& page, int row) { return read_index(page, row); });
}

Page<IndexRun> PgEndpointRepository::runs_of(const std::string& endpoint_id, const RowsRequest& request) {
  static const std::string sql = "select " + run_columns("run") + ", " + microseconds_of("run.created_at") +
                                 " from endpoint_index_runs run where run.endpoint_id = $1" +
                                 contains_filter("run.status, run.source, run.reason, run.error") + newest_first("run");
  const PageCursor after = PageCursor::parse(request.cursor);
  if (!is_uuid(endpoint_id)) return {};
  const postgres::Rows rows =
      execute(sql, {endpoint_id, after.created_at_us, after.id, std::to_string(request.limit), request.filter});
  return read_newest_first(rows, request.limit, kRunColumns,
                           [](const postgres::Rows& page, int row) { return read_run(page, row); });
}

}  // namespace kongflow::endpoints
