#include "host/plugins/metric_table.h"

#include <prometheus/registry.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <stdexcept>

#include "host/base/text.h"

namespace kongflow::host {

bool MetricTable::taken(const std::string& name) const {
  const auto families = registry_.Collect();
  return std::any_of(metrics_.begin(), metrics_.end(), [&](const Metric& metric) { return metric.name == name; }) ||
         std::any_of(families.begin(), families.end(), [&](const auto& family) { return family.name == name; });
}

MetricTable::AnyFamily MetricTable::register_family(const kf_metric& metric, const std::string& name) {
  const std::string help(view(metric.help));
  switch (metric.kind) {
    case KF_METRIC_COUNTER:
      return &prometheus::BuildCounter().Name(name).Help(help).Register(registry_);
    case KF_METRIC_GAUGE:
      return &prometheus::BuildGauge().Name(name).Help(help).Register(registry_);
    case KF_METRIC_HISTOGRAM:
      return &prometheus::BuildHistogram().Name(name).Help(help).Register(registry_);
    default:
      throw std::invalid_argument("unknown kind of metric");
  }
}

kf_status MetricTable::define(const kf_metric& metric, std::uint32_t& handle) {
  Metric added;
  added.name = view(metric.name);
  for (std::uint32_t i = 0; i < metric.label_count; ++i) added.label_names.emplace_back(view(metric.label_names[i]));
  if (metric.buckets != nullptr) added.buckets.assign(metric.buckets, metric.buckets + metric.bucket_count);
  if (!std::is_sorted(added.buckets.begin(), added.buckets.end())) return KF_BAD_ARGUMENT;

  const std::unique_lock lock(mutex_);
  if (taken(added.name)) return KF_CONFLICT;
  try {
    added.family = register_family(metric, added.name);
  } catch (const std::invalid_argument&) {
    return KF_BAD_ARGUMENT;
  }
  metrics_.push_back(std::move(added));
  handle = static_cast<std::uint32_t>(metrics_.size() - 1);
  return KF_OK;
}

void MetricTable::record(std::uint32_t handle, double value, const kf_str* label_values, std::uint32_t label_count) {
  const std::shared_lock lock(mutex_);
  if (handle >= metrics_.size() || metrics_[handle].label_names.size() != label_count || std::isnan(value)) return;
  const Metric& metric = metrics_[handle];
  std::map<std::string, std::string> labels;
  for (std::uint32_t i = 0; i < label_count; ++i) labels[metric.label_names[i]] = view(label_values[i]);
  if (auto* counter = std::get_if<0>(&metric.family)) {
    if (value >= 0) (*counter)->Add(labels).Increment(value);
  } else if (auto* gauge = std::get_if<1>(&metric.family)) {
    (*gauge)->Add(labels).Set(value);
  } else {
    std::get<2>(metric.family)->Add(labels, metric.buckets).Observe(value);
  }
}

}  // namespace kongflow::host
