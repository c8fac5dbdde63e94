// Counts the host's work since its start, read from its metrics.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace prometheus {
class Registry;
}

namespace kongflow::host {

struct TaskActivity {
  std::string task;
  std::int64_t done = 0, retried = 0;
  std::int64_t failed = 0;            // permanently
  std::vector<std::int64_t> buckets;  // attempts by duration
};

struct RouteActivity {
  std::string method, pattern;
  std::int64_t count = 0;
  std::int64_t errors = 0;            // answered with 5xx
  std::vector<std::int64_t> buckets;  // requests by duration
};

struct HostActivity {
  std::vector<TaskActivity> tasks;
  std::vector<RouteActivity> routes;
  int tasks_running = 0;
  int http_in_flight = 0;
  // Upper bounds of the buckets in milliseconds. One more bucket counts longer durations.
  std::vector<double> task_bounds_ms, http_bounds_ms;
};

// [any thread]
HostActivity read_activity(const prometheus::Registry& registry);

// The duration below which the fraction `share` (0.95) of the counts lies, interpolated within its bucket; the last
// bound for longer durations; negative when the buckets are empty.
double quantile_ms(const std::vector<std::int64_t>& buckets, const std::vector<double>& bounds_ms, double share);

}  // namespace kongflow::host
