// The answer to /readyz.
#pragma once

#include <chrono>
#include <mutex>

#include "host/health.h"
#include "host/http/http_message.h"

namespace kongflow::host {

// Thread-safe.
class Readiness {
 public:
  // A report is used again for `reuse`, so that probes cannot overload what the checks ask.
  Readiness(const Health& health, std::chrono::milliseconds reuse) : health_(health), reuse_(reuse) {}

  // 200, or 503 with a reason that names each failed check. Blocks as long as the checks do.
  HttpResponse answer();

 private:
  HealthReport report();

  const Health& health_;
  const std::chrono::milliseconds reuse_;
  std::mutex mutex_;
  HealthReport latest_;                               // protected by mutex_
  std::chrono::steady_clock::time_point good_until_;  // protected by mutex_
};

}  // namespace kongflow::host
