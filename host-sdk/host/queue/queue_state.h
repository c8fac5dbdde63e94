// Counts the queue's tasks at a bounded cost.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "host/database/console_database.h"

namespace kongflow::host {

struct BoundedCount {
  std::int64_t count = 0;  // at most 10,000
  bool more = false;       // than that
};

struct QueueState {
  BoundedCount ready, scheduled;
  BoundedCount running;  // in hosts, as they last said; tasks in Node workers are not counted
  BoundedCount failed;   // permanently
  std::optional<std::string> oldest_ready_at;
  std::optional<std::int64_t> oldest_ready_seconds;  // ago
};

// One statement, using the queue's index and one of ours for failed tasks. Throws postgres::Error.
QueueState read_queue_state(ConsoleDatabase& database);

boost::json::object json_of(const BoundedCount& count);  // {"count", "more"}

// {"ready": {"count", "more"}, …}: the response of GET /tasks/counts.
std::string counts_json(const QueueState& state);

}  // namespace kongflow::host
