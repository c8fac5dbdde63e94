#include "host/console/alerts.h"

#include <algorithm>
#include <string_view>

namespace kongflow::host {
namespace {

constexpr double kFullShare = 0.9;  // of the database's connections
constexpr std::int64_t kOldSeconds = 300;
constexpr std::int64_t kMinRequests = 20;
constexpr std::int64_t kBadPercent = 5;

constexpr char kWarning[] = "warning";
constexpr char kError[] = "error";

std::string counted(std::int64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

void check_database(const HealthSignals& signals, std::vector<Alert>& found) {
  if (!signals.database_answers)
    found.push_back(
        {kError, "The database does not answer",
         signals.database_error + " Tasks wait and requests fail until it is back: check the database server.",
         nullptr});
  if (signals.queue_problem)
    found.push_back({kError, "The queue's schema is not compatible", *signals.queue_problem, nullptr});
  if (static_cast<double>(signals.connections) > kFullShare * static_cast<double>(signals.max_connections))
    found.push_back({kWarning, "The database is nearly out of connections",
                     std::to_string(signals.connections) + " of " + std::to_string(signals.max_connections) +
                         " are open. Raise max_connections, or run fewer hosts and workers.",
                     nullptr});
}

void check_hosts(const HealthSignals& signals, std::vector<Alert>& found) {
  if (signals.hosts_dead > 0)
    found.push_back(
        {kError, counted(signals.hosts_dead, "host has", "hosts have") + " died",
         "They did not stop cleanly. Other hosts take over their tasks automatically. Check their logs and restart "
         "them. Dead hosts disappear from the list after an hour.",
         "/console/hosts"});
  if (signals.hosts_alive > 0 && signals.hosts_alive == signals.hosts_draining)
    found.push_back({kError, "No host takes tasks", "All live hosts are draining. Resume one, or start another.",
                     "/console/hosts"});
  else if (signals.hosts_draining > 0)
    found.push_back({kWarning, counted(signals.hosts_draining, "host is", "hosts are") + " draining",
                     "They take no tasks, and /readyz answers 503. Resume them when the work on them is done.",
                     "/console/hosts"});
}

void check_tasks(const HealthSignals& signals, std::vector<Alert>& found) {
  if (signals.failures_last_hour > 0)
    found.push_back(
        {kWarning,
         counted(signals.failures_last_hour, "task has", "tasks have") + " failed permanently in the last hour",
         "They have no attempts left. Check their errors, fix the cause, then run them again.",
         "/console/tasks?state=failed"});
  if (signals.oldest_ready_seconds.value_or(0) > kOldSeconds)
    found.push_back({kWarning,
                     "A task has been ready for " + std::to_string(*signals.oldest_ready_seconds / 60) + " minutes",
                     "Start more hosts, raise tasks.concurrency, unlock its named queue if a dead worker holds it, "
                     "or start a worker that knows this kind of task.",
                     "/console/tasks?state=ready"});
}

void check_requests(const HealthSignals& signals, std::vector<Alert>& found) {
  if (signals.requests < kMinRequests || signals.failed_requests * 100 < signals.requests * kBadPercent) return;
  found.push_back({kWarning, std::to_string(signals.failed_requests * 100 / signals.requests) + " % of requests fail",
                   "Their status is 5xx. Find the log lines \"request\" with status=5…; the lines before them give the "
                   "reason.",
                   "/console/plugins"});
}

void check_shares(const HealthSignals& signals, std::vector<Alert>& found) {
  for (const auto& share : signals.busy_shares)
    found.push_back({kWarning, share.name + " exceeds its share",
                     "On this host " + std::to_string(share.rejected) + " of its requests were rejected recently, " +
                         counted(static_cast<std::int64_t>(share.deferred), "queue", "queues") + " and " +
                         counted(share.waiting, "call waits", "calls wait") +
                         ". Others are not affected. Its apps may hang: check its endpoints, or raise "
                         "calls_per_environment.",
                     nullptr});
}

void check_health(const HealthSignals& signals, std::vector<Alert>& found) {
  for (const auto& [name, problem] : signals.health.checks)
    if (problem && name != "drain" && (name != "database" || signals.database_answers))
      found.push_back({kError, "This host is not ready: " + name, *problem, nullptr});
}

}  // namespace

std::vector<Alert> alerts(const HealthSignals& signals) {
  std::vector<Alert> found;
  check_database(signals, found);
  check_hosts(signals, found);
  check_health(signals, found);
  check_tasks(signals, found);
  check_requests(signals, found);
  check_shares(signals, found);
  std::stable_partition(found.begin(), found.end(),
                        [](const Alert& one) { return one.level == std::string_view(kError); });
  return found;
}

}  // namespace kongflow::host
