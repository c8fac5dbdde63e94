#include "host/fleet/activity.h"

#include <prometheus/registry.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace kongflow::host {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;

std::string label(const ClientMetric& metric, std::string_view name) {
  const auto found =
      std::find_if(metric.label.begin(), metric.label.end(), [&](const auto& l) { return l.name == name; });
  return found == metric.label.end() ? std::string() : found->value;
}

std::int64_t whole(double value) {
  return static_cast<std::int64_t>(value);
}

// Converts Prometheus' cumulative buckets to separate counts; the last one counts values above all bounds.
void take_buckets(const ClientMetric::Histogram& histogram, std::vector<std::int64_t>& buckets,
                  std::vector<double>& bounds_ms) {
  std::int64_t below = 0;
  buckets.clear();
  bounds_ms.clear();
  for (const auto& bucket : histogram.bucket) {
    const auto count = static_cast<std::int64_t>(bucket.cumulative_count);
    buckets.push_back(count - below);
    below = count;
    if (bounds_ms.size() + 1 < histogram.bucket.size()) bounds_ms.push_back(bucket.upper_bound * 1000);
  }
}

class Reader {
 public:
  void read(const MetricFamily& family) {
    for (const ClientMetric& metric : family.metric) read(family.name, metric);
  }

  HostActivity result() {
    for (auto& [name, task] : tasks_) activity_.tasks.push_back(std::move(task));
    for (auto& [name, route] : routes_) activity_.routes.push_back(std::move(route));
    return std::move(activity_);
  }

 private:
  void read(const std::string& family, const ClientMetric& metric) {
    if (family == "kongflow_task_attempts_total") {
      TaskActivity& task = task_of(metric);
      const std::string outcome = label(metric, "outcome");
      if (outcome == "completed") task.done += whole(metric.counter.value);
      if (outcome == "retried") task.retried += whole(metric.counter.value);
      if (outcome == "failed") task.failed += whole(metric.counter.value);
    } else if (family == "kongflow_task_duration_seconds") {
      take_buckets(metric.histogram, task_of(metric).buckets, activity_.task_bounds_ms);
    } else if (family == "kongflow_http_requests_total") {
      RouteActivity& route = route_of(metric);
      route.count += whole(metric.counter.value);
      if (label(metric, "status") == "5xx") route.errors += whole(metric.counter.value);
    } else if (family == "kongflow_http_request_duration_seconds") {
      take_buckets(metric.histogram, route_of(metric).buckets, activity_.http_bounds_ms);
    } else if (family == "kongflow_tasks_running") {
      activity_.tasks_running = static_cast<int>(metric.gauge.value);
    } else if (family == "kongflow_http_requests_in_flight") {
      activity_.http_in_flight = static_cast<int>(metric.gauge.value);
    }
  }

  TaskActivity& task_of(const ClientMetric& metric) {
    const std::string name = label(metric, "identifier");
    TaskActivity& task = tasks_[name];
    task.task = name;
    return task;
  }

  RouteActivity& route_of(const ClientMetric& metric) {
    const std::string method = label(metric, "method"), pattern = label(metric, "route");
    RouteActivity& route = routes_[{pattern, method}];
    route.method = method;
    route.pattern = pattern;
    return route;
  }

  HostActivity activity_;
  std::map<std::string, TaskActivity> tasks_;
  std::map<std::pair<std::string, std::string>, RouteActivity> routes_;
};

}  // namespace

HostActivity read_activity(const prometheus::Registry& registry) {
  Reader reader;
  for (const MetricFamily& family : registry.Collect()) reader.read(family);
  return reader.result();
}

double quantile_ms(const std::vector<std::int64_t>& buckets, const std::vector<double>& bounds_ms, double share) {
  std::int64_t total = 0;
  for (const auto count : buckets) total += count;
  if (total == 0 || bounds_ms.empty()) return -1;
  const double rank = share * static_cast<double>(total);
  double below = 0;
  for (std::size_t i = 0; i < std::min(buckets.size(), bounds_ms.size()); ++i) {
    const auto here = static_cast<double>(buckets[i]);
    if (here > 0 && below + here >= rank) {
      const double from = i == 0 ? 0 : bounds_ms[i - 1];
      return from + (bounds_ms[i] - from) * (rank - below) / here;
    }
    below += here;
  }
  return bounds_ms.back();
}

}  // namespace kongflow::host
