// Fair-share scheduling between tenants: selects the next work and limits each tenant's share. The host has one
// instance for requests, tasks and console actions.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "host/admission/byte_budget.h"
#include "host/admission/fair_pool.h"
#include "host/config/settings.h"

namespace kongflow::host {

// A share is identified by an environment's id, kConsoleShare, or address_share() of a client without a key.
constexpr char kConsoleShare[] = "console";
std::string address_share(const std::string& remote_address);

// Thread-safe.
class Admission {
 public:
  // Calls per share, unless the handler's plugin sets another limit.
  static constexpr int kCallsPerShare = 16;

  Admission(const AdmissionSettings& settings, prometheus::Registry& registry);

  // Runs handlers and tasks that wait for another party, such as an app's response. A waiting job holds no request
  // handler, task slot, in-flight request slot or database connection.
  FairPool& calls() { return calls_; }

  // Memory for bodies that plugins read from other parties.
  ByteBudget& bodies() { return bodies_; }

  // Counts rejected work. `share_full`: its own tenant reached its limit; otherwise the host did.
  void rejected(const std::string& share, bool share_full);

  // Sets the number of deferred named queues per share: their tasks stay in the database until the share has capacity.
  // Replaces the previous numbers.
  void set_deferred(std::map<std::string, std::size_t> by_share);

  // Current use of one share, for metrics and the console.
  struct Use {
    std::string share;
    int running = 0;
    int waiting = 0;
    std::size_t deferred = 0;  // named queues that workers skip
    std::size_t bytes = 0;
    std::uint64_t rejected = 0;  // since the last minute without a rejection
  };
  // At most `limit` shares with calls, deferred queues, reserved bytes, or rejections within the last minute; ordered
  // by rejections, then deferred queues, then waiting calls, each descending.
  std::vector<Use> busiest(std::size_t limit) const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Rejections {
    std::uint64_t count = 0;
    Clock::time_point last;
  };
  static constexpr std::size_t kMaxRejected = 1'000;  // shares remembered

  void erase_quiet(Clock::time_point now);  // mutex_ held

  prometheus::Counter& rejected_for_share_;
  prometheus::Counter& rejected_for_platform_;
  mutable std::mutex mutex_;
  // Protected by mutex_:
  std::map<std::string, Rejections> rejections_;
  std::map<std::string, std::size_t> deferred_;
  ByteBudget bodies_;
  FairPool calls_;  // last: its jobs use the members above
};

}  // namespace kongflow::host
