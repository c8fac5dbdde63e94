// Runs the health checks for /readyz and publishes them as metrics.
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

// Runs the checks on its own thread: every `interval`, and for a probe when the last report is older than `reuse`. A
// probe during a run waits for that run's report. Logs when a check starts to fail and when it passes again.
// kongflow_health_check_failed{check} is 1 or 0, or NaN while reports omit the check. Thread-safe.
class Readiness {
 public:
  struct Times {
    std::chrono::milliseconds reuse{1'000};          // prevents probes from overloading the services that checks use
    std::chrono::milliseconds probe_timeout{3'000};  // maximum wait of a probe for the checks
    std::chrono::milliseconds interval{5'000};
  };

  // The arguments must outlive the object. The first probe, or start(), starts the checks.
  Readiness(const Health& health, prometheus::Registry& registry, Log& log, Times times);
  Readiness(const Health& health, prometheus::Registry& registry, Log& log)
      : Readiness(health, registry, log, Times{}) {}
  ~Readiness();  // stop()
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  void start();
  void stop();  // waits for the running check

  // 200, or 503 with a reason that names all failed checks. A check that does not finish within `probe_timeout` counts
  // as failed; the reason says "checks" when the late check is not known.
  HttpResponse answer();

  // The last report, without waiting; empty before the first run has finished.
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
  std::map<std::string, std::optional<std::string>> before_;  // by check; accessed only by the thread

  mutable std::mutex mutex_;
  std::condition_variable wanted_changed_, reported_;
  // Protected by mutex_:
  HealthReport latest_;                                                       // updated by the current run
  std::optional<std::chrono::steady_clock::time_point> began_at_, ended_at_;  // of the last finished run
  bool running_ = false;
  std::string running_check_;  // empty: none
  bool wanted_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace kongflow::host
