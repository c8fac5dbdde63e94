// The state of the platform on one page.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "host/admission/admission.h"
#include "host/console/attention.h"
#include "host/console/console_database.h"
#include "host/health.h"

namespace prometheus {
class Registry;
}

namespace kongflow::host {

// Thread-safe.
class Overview {
 public:
  // What is given outlives the object.
  Overview(ConsoleDatabase& database, const prometheus::Registry& metrics, const Health& health,
           const Admission& admission)
      : database_(database), metrics_(metrics), health_(health), admission_(admission) {}

  // As GET /overview has it: three statements whose cost does not grow with the queue. What changes slowly (the
  // database's size, the queue's schema, this host's own checks) is asked again after a while only. Says so when the
  // database does not answer.
  std::string json();

 private:
  struct Slow {
    std::int64_t size_bytes = 0;
    std::optional<std::string> queue_problem;
    HealthReport health;
  };
  Slow slow();
  std::vector<BusyShare> busy_shares();

  ConsoleDatabase& database_;
  const prometheus::Registry& metrics_;
  const Health& health_;
  const Admission& admission_;
  std::mutex mutex_;
  Slow slow_;                                         // protected by mutex_
  std::chrono::steady_clock::time_point good_until_;  // protected by mutex_
};

}  // namespace kongflow::host
