// The answer to /readyz, and the health checks as metrics.
#pragma once

#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "host/base/health.h"
#include "host/base/log.h"
#include "host/http/http_message.h"

namespace kongflow::host {

// Runs the checks on one thread of its own: every `interval`, and for a probe whose report would be older than `reuse`.
// A probe that comes while the checks run takes their report. Logs when a check starts to fail and when it passes
// again. kongflow_health_check_failed{check} is 1 or 0, and NaN while the report leaves the check out. Thread-safe.
class Readiness {
 public:
  struct Times {
    std::chrono::milliseconds reuse{1'000};     // so that probes cannot overload what the checks ask
    std::chrono::milliseconds patience{3'000};  // a probe waits no longer for the checks
    std::chrono::milliseconds interval{5'000};
  };

  // What is given outlives the object. The first probe, or start(), begins the checks.
  Readiness(const Health& health, prometheus::Registry& registry, Log& log, Times times);
  Readiness(const Health& health, prometheus::Registry& registry, Log& log)
      : Readiness(health, registry, log, Times{}) {}
  ~Readiness();  // stop()
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  void start();
  void stop();  // waits for the check that runs

  // 200, or 503 with a reason that names each failed check. A check that does not end within `patience` has failed;
  // it is "checks" when no single one is known to be late.
  HttpResponse answer();

  // What the checks found last, without waiting for them; empty before the first one has ended.
  HealthReport latest() const;

 private:
  void start_locked();  // mutex_ held
  void work();
  HealthReport report();
  HealthReport run_checks();
  void publish(const HealthReport& report);

  const Health& health_;
  Log& log_;
  const Times times_;
  prometheus::Family<prometheus::Gauge>& failed_;
  std::map<std::string, std::optional<std::string>> before_;  // by check; used by the thread only

  mutable std::mutex mutex_;
  std::condition_variable wanted_changed_, reported_;
  // Protected by mutex_:
  HealthReport latest_;  // with what the checks that run now have found already
  std::optional<std::chrono::steady_clock::time_point> began_at_, ended_at_;  // of the last run that has ended
  bool running_ = false;
  std::string running_check_;  // empty: none
  bool wanted_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace kongflow::host
