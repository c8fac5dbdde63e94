#include "host/base/health.h"

#include <exception>
#include <utility>

namespace kongflow::host {

std::optional<std::string> HealthCheck::run() const {
  try {
    return check();
  } catch (const std::exception& error) {
    return std::string("The check itself failed: ") + error.what();
  }
}

void Health::add(HealthCheck check) {
  const std::lock_guard lock(mutex_);
  checks_.push_back(std::move(check));
}

std::vector<HealthCheck> Health::all() const {
  const std::lock_guard lock(mutex_);
  return checks_;
}

HealthReport Health::report() const {
  HealthReport report;
  report.draining = draining();
  report.ready = !report.draining;
  for (const HealthCheck& check : all()) {
    if (check.known && !check.known()) continue;
    auto& result = report.checks.emplace_back(check.name, check.run());
    if (result.second) report.ready = false;
  }
  return report;
}

}  // namespace kongflow::host
