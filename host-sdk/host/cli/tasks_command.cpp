#include <boost/json.hpp>
#include <iostream>

#include "host/cli/commands.h"
#include "host/cli/table.h"
#include "host/cli/with_database.h"
#include "host/queue/task_counts.h"

namespace kongflow::host::cli {
namespace {

void print_json(const std::vector<TaskCounts>& counts) {
  boost::json::array all;
  for (const auto& kind : counts)
    all.push_back({{"identifier", kind.identifier},
                   {"ready", kind.ready},
                   {"scheduled", kind.scheduled},
                   {"running", kind.running},
                   {"failed", kind.failed},
                   {"total", kind.total()}});
  std::cout << boost::json::serialize(all) << '\n';
}

void print_as_table(const std::vector<TaskCounts>& counts) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(counts.size());
  for (const auto& kind : counts)
    rows.push_back({kind.identifier, std::to_string(kind.ready), std::to_string(kind.scheduled),
                    std::to_string(kind.running), std::to_string(kind.failed)});
  print_table(std::cout, {"TASK", "READY", "SCHEDULED", "RUNNING", "FAILED"}, rows);
}

int tasks(const Arguments& arguments) {
  return with_database(arguments, [&](postgres::Connection& connection) {
    const auto counts = count_tasks(connection);
    arguments.has("json") ? print_json(counts) : print_as_table(counts);
    return 0;
  });
}

}  // namespace

Command tasks_command() {
  return {
      "tasks",
      "Prints the number of tasks by kind and state.",
      "Ready: due now. Scheduled: due later, also after a failed attempt. Running: taken by a host or another worker. "
      "Failed: no attempt is left; the row stays with its error.",
      {},
      {{"json", 0, "", "prints one JSON array"}},
      &tasks};
}

}  // namespace kongflow::host::cli
