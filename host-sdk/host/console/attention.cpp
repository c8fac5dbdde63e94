#include "host/console/attention.h"

#include <algorithm>
#include <string_view>

namespace kongflow::host {
namespace {

constexpr double full_share = 0.9;  // of the database's connections
constexpr std::int64_t old_seconds = 300;
constexpr std::int64_t many_requests = 20;
constexpr std::int64_t bad_percent = 5;

constexpr char warning[] = "warning";
constexpr char error[] = "error";

std::string counted(std::int64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

void look_at_database(const Signs& signs, std::vector<Attention>& found) {
  if (!signs.database_answers)
    found.push_back({error, "The database does not answer",
                     signs.database_error + " Tasks wait and requests fail until it is back: look at its server.",
                     nullptr});
  if (signs.queue_problem) found.push_back({error, "The queue's schema does not fit", *signs.queue_problem, nullptr});
  if (static_cast<double>(signs.connections) > full_share * static_cast<double>(signs.max_connections))
    found.push_back({warning, "The database is nearly out of connections",
                     std::to_string(signs.connections) + " of " + std::to_string(signs.max_connections) +
                         " are open. Raise max_connections, or run fewer hosts and workers.",
                     nullptr});
}

void look_at_hosts(const Signs& signs, std::vector<Attention>& found) {
  if (signs.hosts_dead > 0)
    found.push_back({error, counted(signs.hosts_dead, "host has", "hosts have") + " died",
                     "Without a clean stop. Their tasks go to the others by themselves; look at their logs, and start "
                     "them again. A dead host is forgotten after an hour.",
                     "/console/hosts"});
  if (signs.hosts_alive > 0 && signs.hosts_alive == signs.hosts_draining)
    found.push_back({error, "No host takes tasks", "All that are alive are draining. Resume one, or start another.",
                     "/console/hosts"});
  else if (signs.hosts_draining > 0)
    found.push_back({warning, counted(signs.hosts_draining, "host is", "hosts are") + " draining",
                     "They take no tasks, and /readyz answers 503. Resume them when the work on them is done.",
                     "/console/hosts"});
}

void look_at_tasks(const Signs& signs, std::vector<Attention>& found) {
  if (signs.failures_last_hour > 0)
    found.push_back({warning,
                     counted(signs.failures_last_hour, "task has", "tasks have") + " failed for good in the last hour",
                     "No attempt is left. Their errors say why: fix the cause, then run them again.",
                     "/console/tasks?state=failed"});
  if (signs.oldest_ready_seconds.value_or(0) > old_seconds)
    found.push_back(
        {warning, "A task has been ready for " + std::to_string(*signs.oldest_ready_seconds / 60) + " minutes",
         "Start more hosts or raise tasks.concurrency; or its named queue is held by a worker that is gone; "
         "or no worker knows this kind of task.",
         "/console/tasks?state=ready"});
}

void look_at_requests(const Signs& signs, std::vector<Attention>& found) {
  if (signs.requests < many_requests || signs.failed_requests * 100 < signs.requests * bad_percent) return;
  found.push_back({warning, std::to_string(signs.failed_requests * 100 / signs.requests) + " % of requests fail",
                   "They are answered with 5xx: the log's lines \"request\" with status=5… say which, the lines before "
                   "them why.",
                   "/console/plugins"});
}

void look_at_shares(const Signs& signs, std::vector<Attention>& found) {
  for (const auto& share : signs.busy_shares)
    found.push_back({warning, share.name + " asks for more than its share",
                     "On this host " + std::to_string(share.rejected) + " of its requests were rejected lately, " +
                         counted(static_cast<std::int64_t>(share.deferred), "queue", "queues") + " and " +
                         counted(share.waiting, "call waits", "calls wait") +
                         ". Others are not affected. Its apps may hang: look at its endpoints, or raise "
                         "calls_per_environment.",
                     nullptr});
}

void look_at_health(const Signs& signs, std::vector<Attention>& found) {
  for (const auto& [name, problem] : signs.health.checks)
    if (problem && name != "drain" && (name != "database" || signs.database_answers))
      found.push_back({error, "This host is not ready: " + name, *problem, nullptr});
}

}  // namespace

std::vector<Attention> attention(const Signs& signs) {
  std::vector<Attention> found;
  look_at_database(signs, found);
  look_at_hosts(signs, found);
  look_at_health(signs, found);
  look_at_tasks(signs, found);
  look_at_requests(signs, found);
  look_at_shares(signs, found);
  std::stable_partition(found.begin(), found.end(),
                        [](const Attention& one) { return one.level == std::string_view(error); });
  return found;
}

}  // namespace kongflow::host
