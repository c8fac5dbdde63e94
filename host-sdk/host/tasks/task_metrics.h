// Metrics of tasks, for Prometheus.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "host/queue/task_run.h"

namespace kongflow::host {

// Thread-safe. The registry must outlive the object.
class TaskMetrics {
 public:
  explicit TaskMetrics(prometheus::Registry& registry);

  void started() { running_.Increment(); }
  void ended(const std::string& identifier, TaskOutcome outcome, std::chrono::duration<double> took);
  void set_depth(const std::map<std::string, double>& by_state);
  void forget_depth();  // it cannot be read: NaN

 private:
  // The series of one identifier, which exist from the first attempt on. By TaskOutcome; null: none ended so.
  struct Series {
    std::array<prometheus::Counter*, 5> ended = {};
    prometheus::Histogram* durations = nullptr;
  };

  prometheus::Family<prometheus::Counter>& attempts_;
  prometheus::Family<prometheus::Histogram>& durations_;
  prometheus::Gauge& running_;
  prometheus::Family<prometheus::Gauge>& depth_;
  prometheus::Gauge& depth_read_;  // when, in seconds since 1970

  std::mutex mutex_;
  std::map<std::string, Series> series_;  // protected by mutex_; spares a look-up by labels for each task
};

}  // namespace kongflow::host
