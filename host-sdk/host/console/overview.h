// The state of the platform for the console's overview page.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "host/admission/admission.h"
#include "host/console/alerts.h"
#include "host/database/console_database.h"
#include "host/http/readiness.h"

namespace prometheus {
class Registry;
}

namespace kongflow::host {

// Thread-safe.
class Overview {
 public:
  // The arguments must outlive the object.
  Overview(ConsoleDatabase& database, const prometheus::Registry& metrics, const Readiness& readiness,
           const Admission& admission)
      : database_(database), metrics_(metrics), readiness_(readiness), admission_(admission) {}

  // The response of GET /overview: three statements whose cost does not grow with the queue. Reads the database's size
  // and the queue's schema, which change slowly, at most every 30 s. Takes this host's health checks from its last
  // report. Reports when the database is not available.
  std::string json();

 private:
  struct Slow {
    std::int64_t size_bytes = 0;
    std::optional<std::string> queue_problem;
  };
  Slow slow();
  std::vector<BusyShare> busy_shares();

  ConsoleDatabase& database_;
  const prometheus::Registry& metrics_;
  const Readiness& readiness_;
  const Admission& admission_;
  std::mutex mutex_;
  Slow slow_;                                         // protected by mutex_
  std::chrono::steady_clock::time_point good_until_;  // protected by mutex_
};

}  // namespace kongflow::host
