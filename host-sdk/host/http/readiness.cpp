#include "host/http/readiness.h"

#include <boost/json.hpp>
#include <string>

#include "host/http/json_response.h"

namespace kongflow::host {

HealthReport Readiness::report() {
  const std::lock_guard lock(mutex_);
  if (std::chrono::steady_clock::now() >= good_until_) {
    latest_ = health_.report();
    good_until_ = std::chrono::steady_clock::now() + reuse_;
  }
  HealthReport report = latest_;
  report.draining = health_.draining();
  report.ready = report.ready && !report.draining;
  return report;
}

HttpResponse Readiness::answer() {
  const HealthReport now = report();
  boost::json::object checks;
  std::string reason = now.draining ? "The host is shutting down." : "";
  for (const auto& [name, problem] : now.checks) {
    checks[name] = problem.value_or("ok");
    if (problem) reason += (reason.empty() ? "" : " ") + name + ": " + *problem;
  }
  boost::json::object body;
  if (!now.ready) body = {{"error", status_phrase(503)}, {"reason", reason}};
  body["ready"] = now.ready;
  body["draining"] = now.draining;
  body["checks"] = std::move(checks);
  return json_response(now.ready ? 200 : 503, boost::json::serialize(body));
}

}  // namespace kongflow::host
