// Metrics that the host exports on /metrics.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "kongflow/abi/metrics.h"
#include "kongflow/text.hpp"

namespace kongflow {

// A handle: cheap to copy, valid until the plugin is destroyed. A default-constructed handle records nothing. Label
// values are in the order of the label names and have low cardinality: never ids, URLs or user-defined names. [any
// thread]
class Metric {
 public:
  Metric() = default;
  Metric(const kf_host* host, const kf_metrics_service* service, std::uint32_t handle)
      : host_(host), service_(service), handle_(handle) {}

 protected:
  void record(double value, std::initializer_list<std::string_view> labels) const {
    if (service_ == nullptr) return;
    std::vector<kf_str> values;
    values.reserve(labels.size());
    for (std::string_view label : labels) values.push_back(to_abi(label));
    service_->record(host_, handle_, value, values.data(), static_cast<std::uint32_t>(values.size()));
  }

 private:
  const kf_host* host_ = nullptr;
  const kf_metrics_service* service_ = nullptr;
  std::uint32_t handle_ = 0;
};

class Counter : public Metric {
 public:
  using Metric::Metric;
  void add(std::initializer_list<std::string_view> labels = {}, double value = 1) const { record(value, labels); }
};

class Gauge : public Metric {
 public:
  using Metric::Metric;
  void set(double value, std::initializer_list<std::string_view> labels = {}) const { record(value, labels); }
};

class Histogram : public Metric {
 public:
  using Metric::Metric;
  void observe(double value, std::initializer_list<std::string_view> labels = {}) const { record(value, labels); }
};

}  // namespace kongflow
