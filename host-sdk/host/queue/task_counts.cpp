#include "host/queue/task_counts.h"

namespace kongflow::host {
namespace {

constexpr const char* kCountTasks = R"(
  select task_identifier,
         count(*) filter (where locked_at is null and attempts < max_attempts and run_at <= now()),
         count(*) filter (where locked_at is null and attempts < max_attempts and run_at > now()),
         count(*) filter (where locked_at is not null),
         count(*) filter (where locked_at is null and attempts >= max_attempts)
    from graphile_worker.jobs
   group by task_identifier
   order by task_identifier)";

}  // namespace

std::vector<TaskCounts> count_tasks(postgres::Connection& connection) {
  const auto rows = connection.execute(kCountTasks);
  std::vector<TaskCounts> counts;
  counts.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row)
    counts.push_back(
        {rows.text(row, 0), rows.integer(row, 1), rows.integer(row, 2), rows.integer(row, 3), rows.integer(row, 4)});
  return counts;
}

}  // namespace kongflow::host
