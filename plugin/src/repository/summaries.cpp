#include "repository/summaries.h"

namespace kongflow::endpoints {
namespace {

constexpr int kSlugs = kEndpointColumns;
constexpr int kRun = kSlugs + 2;
constexpr int kIndex = kRun + kRunColumns;

}  // namespace

std::string summary_columns() {
  return endpoint_columns("e") + ", env.slug, project.slug, " + run_columns("run") + ", " + index_columns("index");
}

std::string summary_tables() {
  return R"sql(endpoints e
    join runtime_environments env on env.id = e.environment_id
    join projects project on project.id = e.project_id
    left join lateral (
      select * from endpoint_index_runs where endpoint_id = e.id order by created_at desc, id desc limit 1
    ) run on true
    left join lateral (
      select * from endpoint_indexes where endpoint_id = e.id order by created_at desc, id desc limit 1
    ) index on true)sql";
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

}  // namespace kongflow::endpoints
