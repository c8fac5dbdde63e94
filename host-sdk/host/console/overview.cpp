#include "host/console/overview.h"

#include <boost/json.hpp>
#include <utility>
#include <vector>

#include "host/fleet/activity.h"
#include "host/fleet/minute_store.h"
#include "host/queue/queue_schema.h"
#include "host/queue/queue_state.h"
#include "host/queue/worker_presence.h"

namespace kongflow::host {
namespace {

namespace json = boost::json;
using minute_store::Minute;
using minute_store::Work;

constexpr int kMinutesShown = 60;
constexpr int kRecentMinutes = 5;  // window for rates
constexpr std::chrono::seconds kSlowFactsReuse{30};

constexpr std::size_t kMaxSharesShown = 3;

constexpr char kEnvironmentNameSql[] =
    "select 'The environment ' || environments.slug || ' of ' || organizations.title || ', ' || projects.name"
    " from runtime_environments as environments"
    " join projects on projects.id = environments.project_id"
    " join organizations on organizations.id = environments.organization_id"
    " where environments.id::text = $1";

constexpr char kSizeSql[] = "select pg_database_size(current_database())";

const std::string& facts_sql() {
  static const std::string text =
      "select current_setting('server_version'), current_setting('max_connections'),"
      " (select count(*) from pg_stat_activity where backend_type = 'client backend'),"
      " count(*) filter (where alive), count(*) filter (where alive and draining), count(*) filter (where not alive)"
      " from (select draining, " +
      worker_alive_sql("kongflow_hosts.id") + " as alive from kongflow_hosts) as hosts";
  return text;
}

json::value p95(const Work& work, const std::vector<double>& bounds_ms) {
  const double ms = quantile_ms(work.http_buckets, bounds_ms, 0.95);
  return ms < 0 ? json::value() : json::value(ms);
}

Work sum_of(const std::vector<Minute>& minutes, std::size_t last) {
  Work sum;
  for (std::size_t i = minutes.size() - std::min(minutes.size(), last); i < minutes.size(); ++i) sum += minutes[i].work;
  return sum;
}

json::array json_of(const std::vector<Minute>& minutes, const std::vector<double>& bounds_ms) {
  json::array list;
  for (const auto& [at, work] : minutes)
    list.push_back({{"at", at},
                    {"done", work.done},
                    {"retried", work.retried},
                    {"failed", work.failed},
                    {"http", work.http},
                    {"httpErrors", work.http_errors},
                    {"httpP95Ms", p95(work, bounds_ms)}});
  return list;
}

json::array json_of(const std::vector<Alert>& alerts) {
  json::array list;
  for (const auto& one : alerts)
    list.push_back({{"level", one.level},
                    {"title", one.title},
                    {"detail", one.detail},
                    {"href", one.href == nullptr ? json::value() : json::value(one.href)}});
  return list;
}

json::value or_null(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value();
}

// The overview when the database is not available.
json::object without_database(const postgres::Error& error) {
  HealthSignals signals;
  signals.database_answers = false;
  signals.database_error = std::string(error.what()) + ".";
  return {{"minutes", json::array()},
          {"oldestReadyAt", nullptr},
          {"ready", json_of(BoundedCount())},
          {"failuresLastHour", 0},
          {"http", {{"perSecond", 0}, {"p95Ms", nullptr}, {"errorRate", 0}}},
          {"hosts", {{"alive", 0}, {"draining", 0}, {"dead", 0}}},
          {"database",
           {{"ok", false},
            {"version", nullptr},
            {"latencyMs", nullptr},
            {"connections", nullptr},
            {"maxConnections", nullptr},
            {"sizeBytes", nullptr}}},
          {"attention", json_of(alerts(signals))}};
}

}  // namespace

std::string Overview::json() {
  try {
    const Slow slow = this->slow();
    const QueueState queue = read_queue_state(database_);
    const auto minutes = database_.with_connection(
        [](postgres::Connection& connection) { return minute_store::last(connection, kMinutesShown); });
    const auto asked_at = std::chrono::steady_clock::now();
    const auto facts = database_.execute(facts_sql().c_str());
    const std::chrono::duration<double, std::milli> latency = std::chrono::steady_clock::now() - asked_at;

    HealthSignals signals;
    signals.max_connections = facts.integer(0, 1);
    signals.connections = facts.integer(0, 2);
    signals.hosts_alive = static_cast<int>(facts.integer(0, 3));
    signals.hosts_draining = static_cast<int>(facts.integer(0, 4));
    signals.hosts_dead = static_cast<int>(facts.integer(0, 5));
    signals.failures_last_hour = sum_of(minutes, kMinutesShown).failed;
    signals.oldest_ready_seconds = queue.oldest_ready_seconds;
    const Work recent = sum_of(minutes, kRecentMinutes);
    signals.requests = recent.http;
    signals.failed_requests = recent.http_errors;
    signals.queue_problem = slow.queue_problem;
    signals.health = readiness_.latest();
    signals.busy_shares = busy_shares();

    const auto bounds_ms = read_activity(metrics_).http_bounds_ms;
    const auto http = static_cast<double>(recent.http);
    return json::serialize(json::object{
        {"minutes", json_of(minutes, bounds_ms)},
        {"oldestReadyAt", or_null(queue.oldest_ready_at)},
        {"ready", json_of(queue.ready)},
        {"failuresLastHour", signals.failures_last_hour},
        {"http",
         {{"perSecond", http / (60 * kRecentMinutes)},
          {"p95Ms", p95(recent, bounds_ms)},
          {"errorRate", recent.http == 0 ? 0 : static_cast<double>(recent.http_errors) / http}}},
        {"hosts", {{"alive", signals.hosts_alive}, {"draining", signals.hosts_draining}, {"dead", signals.hosts_dead}}},
        {"database",
         {{"ok", true},
          {"version", facts.view(0, 0)},
          {"latencyMs", latency.count()},
          {"connections", signals.connections},
          {"maxConnections", signals.max_connections},
          {"sizeBytes", slow.size_bytes}}},
        {"attention", json_of(alerts(signals))}});
  } catch (const postgres::Error& error) {
    if (!error.transient()) throw;
    return json::serialize(without_database(error));
  }
}

std::vector<BusyShare> Overview::busy_shares() {
  std::vector<BusyShare> found;
  for (const auto& use : admission_.busiest(kMaxSharesShown)) {
    if (use.rejected == 0 && use.deferred == 0) continue;
    const auto names = database_.execute(kEnvironmentNameSql, {use.share});
    const std::string name = names.size() == 1 ? names.text(0, 0) : "The " + use.share;  // "The address 192.0.2.1"
    found.push_back({name, use.waiting, use.deferred, use.rejected});
  }
  return found;
}

Overview::Slow Overview::slow() {
  const std::lock_guard lock(mutex_);
  if (std::chrono::steady_clock::now() < good_until_) return slow_;
  slow_ = database_.with_connection([](postgres::Connection& connection) {
    return Slow{connection.execute(kSizeSql).integer(0, 0), QueueSchema(connection).not_ready()};
  });
  good_until_ = std::chrono::steady_clock::now() + kSlowFactsReuse;
  return slow_;
}

}  // namespace kongflow::host
