// Writes how much this host has done into the table of minutes.
#pragma once

#include <string>

#include "host/fleet/activity.h"
#include "host/fleet/minute_store.h"

namespace kongflow::host {

// One thread at a time.
class WorkMeter {
 public:
  // What was done since it was last written, which counts as done now. Requests to the host's own pages (console,
  // probes, metrics) do not count. Throws postgres::Error; then the next call writes it.
  void write(postgres::Connection& connection, const std::string& host, const HostActivity& now);

 private:
  minute_store::Work written_;
};

}  // namespace kongflow::host
