#include "host/http/readiness.h"

#include <boost/json.hpp>
#include <limits>
#include <utility>

#include "host/base/start_thread.h"
#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

std::string overdue(std::chrono::milliseconds limit) {
  return "The check did not finish within " + std::to_string(limit.count()) + " ms.";
}

void set(HealthReport& report, const std::string& name, std::optional<std::string> problem) {
  if (problem) report.ready = false;
  for (auto& [known, before] : report.checks)
    if (known == name) {
      before = std::move(problem);
      return;
    }
  report.checks.emplace_back(name, std::move(problem));
}

}  // namespace

Readiness::Readiness(const Health& health, prometheus::Registry& registry, Log& log, Times times)
    : health_(health),
      log_(log),
      times_(times),
      failed_(prometheus::BuildGauge()
                  .Name("kongflow_health_check_failed")
                  .Help("Whether the check of /readyz fails; NaN: not known")
                  .Register(registry)) {}

Readiness::~Readiness() {
  stop();
}

void Readiness::start() {
  const std::lock_guard lock(mutex_);
  start_locked();
}

void Readiness::start_locked() {
  if (!thread_.joinable() && !stopping_) thread_ = start_thread([this] { work(); });
}

void Readiness::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Readiness::work() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wanted_ = false;
    running_ = true;
    const auto begin = Clock::now();
    lock.unlock();
    HealthReport report = run_checks();
    publish(report);
    lock.lock();
    running_ = false;
    running_check_.clear();
    latest_ = std::move(report);
    began_at_ = begin;
    ended_at_ = Clock::now();
    reported_.notify_all();
    wanted_changed_.wait_for(lock, times_.interval, [this] { return wanted_ || stopping_; });
  }
}

HealthReport Readiness::run_checks() {
  HealthReport report;
  report.ready = true;
  for (const HealthCheck& check : health_.all()) {
    if (check.known && !check.known()) continue;
    {
      const std::lock_guard lock(mutex_);
      running_check_ = check.name;
    }
    const auto problem = check.run();
    set(report, check.name, problem);
    const std::lock_guard lock(mutex_);
    set(latest_, check.name, problem);
  }
  return report;
}

void Readiness::publish(const HealthReport& report) {
  auto before = std::exchange(before_, {});
  for (const auto& [name, problem] : report.checks) {
    failed_.Add({{"check", name}}).Set(problem ? 1 : 0);
    const bool failed_before = before[name].has_value();
    before.erase(name);
    before_[name] = problem;
    if (problem && !failed_before)
      log_.warning("health", "A health check fails", {{"check", name}, {"reason", *problem}});
    else if (!problem && failed_before)
      log_.info("health", "A health check passes again", {{"check", name}});
  }
  for (const auto& [name, problem] : before) {
    failed_.Add({{"check", name}}).Set(kUnknown);
    before_[name] = problem;
  }
}

HealthReport Readiness::report() {
  std::unique_lock lock(mutex_);
  start_locked();
  const auto now = Clock::now();
  const auto fresh = [&] { return began_at_ && (*began_at_ > now - times_.reuse || *ended_at_ > now); };
  if (!fresh() && !running_) {
    wanted_ = true;
    wanted_changed_.notify_all();
  }
  if (reported_.wait_for(lock, times_.probe_timeout, fresh)) return latest_;
  HealthReport report = latest_;
  set(report, running_check_.empty() ? "checks" : running_check_, overdue(times_.probe_timeout));
  return report;
}

HealthReport Readiness::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

HttpResponse Readiness::answer() {
  HealthReport now = report();
  now.draining = health_.draining();
  now.ready = now.ready && !now.draining;
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
