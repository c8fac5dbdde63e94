#include <algorithm>

#include "repository/columns.h"
#include "repository/page_cursor.h"
#include "repository/pg_endpoint_repository.h"
#include "repository/uuid.h"

namespace kongflow::endpoints {
namespace {

constexpr int kSlugs = kEndpointColumns;
constexpr int kRun = kSlugs + 2;
constexpr int kIndex = kRun + kRunColumns;
constexpr int kSummaryColumns = kIndex + kIndexColumns;

// Ends before the WHERE.
std::string select_summaries() {
  return "select " + endpoint_columns("e") + ", env.slug, project.slug, " + run_columns("run") + ", " +
         index_columns("index") + ", " + microseconds_of("e.created_at") + R"sql(
    from endpoints e
    join runtime_environments env on env.id = e.environment_id
    join projects project on project.id = e.project_id
    left join lateral (
      select * from endpoint_index_runs where endpoint_id = e.id order by created_at desc, id desc limit 1
    ) run on true
    left join lateral (
      select * from endpoint_indexes where endpoint_id = e.id order by created_at desc, id desc limit 1
    ) index on true
    )sql";
}

EndpointSummary read_summary(const postgres::Rows& rows, int row) {
  EndpointSummary summary;
  summary.endpoint = read_endpoint(rows, row);
  summary.environment_slug = rows.text(row, kSlugs);
  summary.project_slug = rows.text(row, kSlugs + 1);
  if (!rows.is_null(row, kRun)) summary.latest_run = read_run(rows, row, kRun);
  if (!rows.is_null(row, kIndex)) summary.latest_index = read_index(rows, row, kIndex);
  return summary;
}

// Of rows that were asked for with one more than `limit`: their creation time is in column `created_at_us`.
template <typename T, typename Read>
Page<T> read_page(const postgres::Rows& rows, int limit, int created_at_us, Read read) {
  Page<T> page;
  const int shown = std::min(rows.size(), limit);
  for (int row = 0; row < shown; ++row) page.items.push_back(read(rows, row));
  if (rows.size() > limit)
    page.next = PageCursor::to_text(rows.text(shown - 1, created_at_us), rows.text(shown - 1, 0));
  return page;
}

}  // namespace

std::optional<EndpointSummary> PgEndpointRepository::summary(const std::string& environment_id,
                                                             const std::string& slug) {
  static const std::string sql = select_summaries() + "where e.environment_id = $1 and e.slug = $2";
  if (!is_uuid(environment_id)) return std::nullopt;
  const auto rows = look_up(sql, {environment_id, slug});
  if (!rows || rows->empty()) return std::nullopt;
  return read_summary(*rows, 0);
}

Page<EndpointSummary> PgEndpointRepository::list(const std::optional<std::string>& environment_id, int limit,
                                                 const std::optional<std::string>& cursor) {
  static const std::string sql = select_summaries() +
                                 "where ($1::uuid is null or e.environment_id = $1)"
                                 " and ($2::bigint is null or (e.created_at, e.id) < (" +
                                 timestamptz_of("$2") +
                                 ", $3::uuid)) order by e.created_at desc, e.id desc limit $4::bigint + 1";
  if (environment_id && !is_uuid(*environment_id)) return {};
  const PageCursor after = PageCursor::parse(cursor);
  const postgres::Rows rows = execute(sql, {environment_id, after.created_at_us, after.id, std::to_string(limit)});
  return read_page<EndpointSummary>(rows, limit, kSummaryColumns, read_summary);
}

Page<EndpointIndex> PgEndpointRepository::list_indexes(const std::string& endpoint_id, int limit,
                                                       const std::optional<std::string>& cursor) {
  static const std::string sql = "select " + index_columns("index") + ", " + microseconds_of("index.created_at") +
                                 " from endpoint_indexes index where index.endpoint_id = $1"
                                 " and ($2::bigint is null or (index.created_at, index.id) < (" +
                                 timestamptz_of("$2") +
                                 ", $3::uuid)) order by index.created_at desc, index.id desc limit $4::bigint + 1";
  const PageCursor after = PageCursor::parse(cursor);
  if (!is_uuid(endpoint_id)) return {};
  const postgres::Rows rows = execute(sql, {endpoint_id, after.created_at_us, after.id, std::to_string(limit)});
  return read_page<EndpointIndex>(rows, limit, kIndexColumns,
                                  [](const postgres::Rows& page, int row) { return read_index(page, row); });
}

}  // namespace kongflow::endpoints
