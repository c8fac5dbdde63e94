// The metrics that plugins define, in the host's Prometheus registry.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <cstdint>
#include <deque>
#include <shared_mutex>
#include <string>
#include <variant>
#include <vector>

#include "kongflow/abi/metrics.h"

namespace prometheus {
class Registry;
}

namespace kongflow::host {

// Thread-safe.
class MetricTable {
 public:
  explicit MetricTable(prometheus::Registry& registry) : registry_(registry) {}

  // KF_CONFLICT when the name is taken. KF_BAD_ARGUMENT when the name or a label's name violates Prometheus' rules.
  kf_status define(const kf_metric& metric, std::uint32_t& handle);
  // Ignores unknown handles, a wrong number of labels, and values that the metric's kind does not accept.
  void record(std::uint32_t handle, double value, const kf_str* label_values, std::uint32_t label_count);

 private:
  using AnyFamily = std::variant<prometheus::Family<prometheus::Counter>*, prometheus::Family<prometheus::Gauge>*,
                                 prometheus::Family<prometheus::Histogram>*>;
  struct Metric {
    std::string name;
    std::vector<std::string> label_names;
    std::vector<double> buckets;
    AnyFamily family;
  };

  bool taken(const std::string& name) const;
  AnyFamily register_family(const kf_metric& metric, const std::string& name);

  prometheus::Registry& registry_;
  mutable std::shared_mutex mutex_;
  std::deque<Metric> metrics_;  // protected by mutex_; a handle is an index
};

}  // namespace kongflow::host
