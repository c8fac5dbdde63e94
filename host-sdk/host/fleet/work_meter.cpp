#include "host/fleet/work_meter.h"

#include <string_view>

namespace kongflow::host {
namespace {

using minute_store::Work;

bool is_hosts_own(std::string_view pattern) {
  return pattern.substr(0, 8) == "/console" || pattern == "/healthz" || pattern == "/readyz" || pattern == "/metrics";
}

Work total_of(const HostActivity& activity) {
  Work total;
  for (const auto& task : activity.tasks) {
    total.done += task.done;
    total.retried += task.retried;
    total.failed += task.failed;
  }
  for (const auto& route : activity.routes) {
    if (!is_hosts_own(route.pattern)) total += Work{0, 0, 0, route.count, route.errors, route.buckets};
  }
  return total;
}

}  // namespace

void WorkMeter::write(postgres::Connection& connection, const std::string& host, const HostActivity& now) {
  Work total = total_of(now);
  Work work = total;
  work -= written_;
  if (work.done + work.retried + work.failed + work.http == 0) return;
  minute_store::add(connection, host, work);
  written_ = std::move(total);
}

}  // namespace kongflow::host
