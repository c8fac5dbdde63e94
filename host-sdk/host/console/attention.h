// What an operator should look at, and what to do about it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/base/health.h"

namespace kongflow::host {

struct Attention {
  const char* level;  // warning | error
  std::string title, detail;
  const char* href;  // of the page that shows more; null: none
};

// A tenant, or a client, whose work was rejected or deferred.
struct BusyShare {
  std::string name;  // for people
  int waiting = 0;
  std::size_t deferred = 0;
  std::uint64_t rejected = 0;
};

// What is looked at.
struct Signs {
  bool database_answers = true;
  std::string database_error;
  std::int64_t connections = 0, max_connections = 0;
  int hosts_alive = 0, hosts_draining = 0, hosts_dead = 0;
  std::int64_t failures_last_hour = 0;
  std::int64_t requests = 0, failed_requests = 0;  // of the last minutes
  std::optional<std::int64_t> oldest_ready_seconds;
  std::optional<std::string> queue_problem;  // of its schema
  HealthReport health;                       // of this host
  std::vector<BusyShare> busy_shares;        // on this host
};

// The worst first; empty: all is well.
std::vector<Attention> attention(const Signs& signs);

}  // namespace kongflow::host
