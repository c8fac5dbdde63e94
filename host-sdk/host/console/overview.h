// The state of the platform on one page.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "host/admission/admission.h"
#include "host/console/attention.h"
#include "host/database/console_database.h"
#include "host/http/readiness.h"

namespace prometheus {
class Registry;
}

namespace kongflow::host {

// Thread-safe.
class Overview {
 public:
  // What is given outlives the object.
  Overview(ConsoleDatabase& database, const prometheus::Registry& metrics, const Readiness& readiness,
           const Admission& admission)
      : database_(database), metrics_(metrics), readiness_(readiness), admission_(admission) {}

  // As GET /overview has it: three statements whose cost does not grow with the queue. The database's size and the
  // queue's schema change slowly and are read every 30 s at most; this host's own checks are those of its last report.
  // Says so when the database does not answer.
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
