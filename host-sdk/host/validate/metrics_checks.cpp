#include <prometheus/metric_family.h>

#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

constexpr std::size_t kMaxSeries = 200;

std::vector<prometheus::MetricFamily> families_of(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  run_tasks(trial);
  call_routes(trial, Requests::hostile);
  auto families = trial.runtime().prometheus.Collect();
  trial.end();
  if (families.empty()) throw Skipped("it has no metrics with values");
  return families;
}

Verdict are_explained(const Subject& subject) {
  for (const auto& family : families_of(subject)) {
    if (family.help.empty()) return {Outcome::failed, "the metric " + family.name + " has no help text"};
    const bool total = family.name.size() > 6 && family.name.compare(family.name.size() - 6, 6, "_total") == 0;
    if (family.type == prometheus::MetricType::Counter && !total)
      return {Outcome::warning, "the counter " + family.name + " should end in _total"};
  }
  return {};
}

Verdict have_few_series(const Subject& subject) {
  for (const auto& family : families_of(subject))
    if (family.metric.size() > kMaxSeries)
      return {Outcome::failed, "the metric " + family.name + " has " + std::to_string(family.metric.size()) +
                                   " series; labels must not contain ids, URLs or user input"};
  return {};
}

}  // namespace

std::vector<Check> metrics_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order", "tasks.no-exceptions", "http.answered"};
  return {
      {"metrics.explained", "Metrics have a help text; counters end in _total.", needs, &are_explained},
      {"metrics.few-series", "Labels have few values, regardless of client input.", needs, &have_few_series},
  };
}

}  // namespace kongflow::host::validate
