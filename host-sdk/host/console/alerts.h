// Derives alerts for operators from the platform's health.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/base/health.h"

namespace kongflow::host {

struct Alert {
  const char* level;  // warning | error
  std::string title, detail;
  const char* href;  // the page with details; null: none
};

// A tenant, or a client, whose work was rejected or deferred.
struct BusyShare {
  std::string name;  // display name
  int waiting = 0;
  std::size_t deferred = 0;
  std::uint64_t rejected = 0;
};

// Inputs of alerts().
struct HealthSignals {
  bool database_answers = true;
  std::string database_error;
  std::int64_t connections = 0, max_connections = 0;
  int hosts_alive = 0, hosts_draining = 0, hosts_dead = 0;
  std::int64_t failures_last_hour = 0;
  std::int64_t requests = 0, failed_requests = 0;  // during the last minutes
  std::optional<std::int64_t> oldest_ready_seconds;
  std::optional<std::string> queue_problem;  // of the queue's schema
  HealthReport health;                       // of this host
  std::vector<BusyShare> busy_shares;        // on this host
};

// Errors first, then warnings; empty when there are no problems.
std::vector<Alert> alerts(const HealthSignals& signals);

}  // namespace kongflow::host
