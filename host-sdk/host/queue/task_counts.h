// Counts the queue's tasks by kind and state.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "postgres/connection.h"

namespace kongflow::host {

struct TaskCounts {
  std::string identifier;
  std::int64_t ready = 0;      // due, not taken; also those whose named queue is busy
  std::int64_t scheduled = 0;  // due later
  std::int64_t running = 0;    // locked by a host or another worker
  std::int64_t failed = 0;     // permanently: no attempt is left
  std::int64_t total() const { return ready + scheduled + running + failed; }
};

// Sorted by identifier. Reads the whole queue once. Throws postgres::Error.
std::vector<TaskCounts> count_tasks(postgres::Connection& connection);

}  // namespace kongflow::host
