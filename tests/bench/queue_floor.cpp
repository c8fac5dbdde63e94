// bench-queue-floor DSN: empties the queue of tasks outside named queues, by fetching and deleting batches of 500 over
// two connections, without running anything. Prints how many tasks there were and how long it took:
// {"tasks":60000,"ms":812.4}
#include <chrono>
#include <cstdio>
#include <exception>
#include <future>
#include <string>
#include <utility>

#include "postgres/connection.h"

namespace {

using kongflow::postgres::Connection;

// As every worker must do it, so that a crash loses nothing: the tasks are locked by a transaction of its own.
constexpr char kFetch[] = R"sql(
with picked as (
  select id from graphile_worker._private_jobs
  where is_available = true and job_queue_id is null and run_at <= now()
  order by priority, run_at
  limit 500
  for update skip locked
)
update graphile_worker._private_jobs as jobs
set attempts = jobs.attempts + 1, locked_by = 'bench-queue-floor', locked_at = now()
where id = any(array(select id from picked))
returning id, task_id, payload)sql";

constexpr char kDelete[] = "delete from graphile_worker._private_jobs where id = any($1::bigint[])";

// Returns how many tasks it deleted.
int empty_queue(Connection connection) {
  for (int tasks = 0;;) {
    const auto rows = connection.execute_prepared(kFetch, {});
    if (rows.empty()) return tasks;
    std::string ids = "{";
    for (int row = 0; row < rows.size(); ++row) ids += (row > 0 ? "," : "") + rows.text(row, 0);
    tasks += static_cast<int>(connection.execute_prepared(kDelete, {ids + "}"}).affected());
  }
}

void run(const std::string& connection_string) {
  auto first = Connection::open(connection_string);
  auto second = Connection::open(connection_string);
  const auto begin = std::chrono::steady_clock::now();
  auto other = std::async(std::launch::async, empty_queue, std::move(second));
  int tasks = empty_queue(std::move(first));
  tasks += other.get();
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  std::printf("{\"tasks\":%d,\"ms\":%.3f}\n", tasks, took.count());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "Usage: bench-queue-floor DSN\n");
    return 2;
  }
  try {
    run(argv[1]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench-queue-floor: %s\n", error.what());
    return 1;
  }
}
