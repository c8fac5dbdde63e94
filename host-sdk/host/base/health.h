// Readiness of the host: the checks behind /readyz, and the draining flag.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kongflow::host {

struct HealthCheck {
  std::string name;  // "database", "plugin endpoints"
  std::function<std::optional<std::string>()>
      check;                              // nullopt: passed; otherwise the reason, a sentence. [worker thread]
  std::function<bool()> known = nullptr;  // while it returns false, reports omit the check; empty: always known

  std::optional<std::string> run() const;  // calls check(); an exception counts as a failure
};

struct HealthReport {
  bool ready = false;
  bool draining = false;
  std::vector<std::pair<std::string, std::optional<std::string>>> checks;  // name; reason when it failed
};

// Thread-safe.
class Health {
 public:
  void add(HealthCheck check);
  void set_draining() { draining_ = true; }
  bool draining() const { return draining_; }
  std::vector<HealthCheck> all() const;
  HealthReport report() const;  // runs all checks in the order added

 private:
  mutable std::mutex mutex_;
  std::vector<HealthCheck> checks_;
  std::atomic<bool> draining_{false};
};

}  // namespace kongflow::host
