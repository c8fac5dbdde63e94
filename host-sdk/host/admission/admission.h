// Decides which tenant's work runs next, and how much of it. One for the whole host: requests, tasks, console actions.
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

// A share is the id of an environment, kConsoleShare, or address_share() of a client without a key.
constexpr char kConsoleShare[] = "console";
std::string address_share(const std::string& remote_address);

// Thread-safe.
class Admission {
 public:
  // Of one share, unless the plugin whose handler it is sets another limit.
  static constexpr int kCallsPerShare = 16;

  Admission(const AdmissionSettings& settings, prometheus::Registry& registry);

  // Handlers and tasks that wait for another party, such as an app's answer. While they wait they hold no request
  // handler, no task slot, no place among the requests in flight and no database connection.
  FairPool& calls() { return calls_; }

  // Memory for bodies that plugins read from other parties.
  ByteBudget& bodies() { return bodies_; }

  // Counts work that was not admitted: with `share_full` its own tenant is the reason, otherwise the platform.
  void rejected(const std::string& share, bool share_full);

  // Named queues whose tasks stay in the database until their share has room; replaces what was said before.
  void set_deferred(std::map<std::string, std::size_t> by_share);

  // What a share has and wants, for metrics and for people.
  struct Use {
    std::string share;
    int running = 0;
    int waiting = 0;
    std::size_t deferred = 0;  // named queues that takes leave alone
    std::size_t bytes = 0;
    std::uint64_t rejected = 0;  // since its last quiet minute
  };
  // The shares with calls, deferred queues, bytes, or rejections within the last minute; those with the most
  // rejections, then the most deferred queues, then the most waiting calls first, at most `limit`.
  std::vector<Use> busiest(std::size_t limit) const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Rejections {
    std::uint64_t count = 0;
    Clock::time_point last;
  };
  static constexpr std::size_t kMostRejected = 1'000;  // shares remembered

  void forget_quiet(Clock::time_point now);  // mutex_ held

  prometheus::Counter& rejected_for_share_;
  prometheus::Counter& rejected_for_platform_;
  mutable std::mutex mutex_;
  // Protected by mutex_:
  std::map<std::string, Rejections> rejections_;
  std::map<std::string, std::size_t> deferred_;
  ByteBudget bodies_;
  FairPool calls_;  // last: its jobs use the above
};

}  // namespace kongflow::host
