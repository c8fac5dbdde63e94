// Metrics of tasks, for Prometheus.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <chrono>
#include <map>
#include <string>

#include "host/tasks/task_run.h"

namespace kongflow::host {

// Thread-safe. The registry outlives it.
class TaskMetrics {
 public:
  explicit TaskMetrics(prometheus::Registry& registry);

  void started() { running_.Increment(); }
  void ended(const std::string& identifier, TaskOutcome outcome, std::chrono::duration<double> took);
  void set_depth(const std::map<std::string, double>& by_state);
  void forget_depth();  // it cannot be read: NaN

 private:
  prometheus::Family<prometheus::Counter>& attempts_;
  prometheus::Family<prometheus::Histogram>& durations_;
  prometheus::Gauge& running_;
  prometheus::Family<prometheus::Gauge>& depth_;
  prometheus::Gauge& depth_read_;  // when, in seconds since 1970
};

}  // namespace kongflow::host
