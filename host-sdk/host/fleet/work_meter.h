// Adds this host's work to the table of minutes.
#pragma once

#include <string>

#include "host/fleet/activity.h"
#include "host/fleet/minute_store.h"

namespace kongflow::host {

// Not thread-safe.
class WorkMeter {
 public:
  // Adds the work since the last successful call to the current minute. Excludes requests to the host's own pages
  // (console, probes, metrics). Throws postgres::Error; the next call then writes the work.
  void write(postgres::Connection& connection, const std::string& host, const HostActivity& now);

 private:
  minute_store::Work written_;
};

}  // namespace kongflow::host
