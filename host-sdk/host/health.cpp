#include "host/health.h"

#include <exception>
#include <utility>

namespace kongflow::host {
namespace {

std::optional<std::string> run(const HealthCheck& check) {
  try {
    return check.check();
  } catch (const std::exception& error) {
    return std::string("The check itself failed: ") + error.what();
  }
}

}  // namespace

void Health::add(HealthCheck check) {
  const std::lock_guard lock(mutex_);
  checks_.push_back(std::move(check));
}

HealthReport Health::report() const {
  std::vector<HealthCheck> checks;
  {
    const std::lock_guard lock(mutex_);
    checks = checks_;
  }
  HealthReport report;
  report.draining = draining();
  report.ready = !report.draining;
  for (const HealthCheck& check : checks) {
    auto& result = report.checks.emplace_back(check.name, run(check));
    if (result.second) report.ready = false;
  }
  return report;
}

}  // namespace kongflow::host
