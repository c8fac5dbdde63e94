#include "host/tasks/task_metrics.h"

#include <limits>

namespace kongflow::host {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds{0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300};

const char* name(TaskOutcome outcome) {
  switch (outcome) {
    case TaskOutcome::completed:
      return "completed";
    case TaskOutcome::retried:
      return "retried";
    case TaskOutcome::failed:
      return "failed";
    case TaskOutcome::given_back:
    case TaskOutcome::postponed:
      return "given_back";
  }
  return "unknown";
}

}  // namespace

TaskMetrics::TaskMetrics(prometheus::Registry& registry)
    : attempts_(prometheus::BuildCounter()
                    .Name("kongflow_task_attempts_total")
                    .Help("Attempts at tasks, by how they ended")
                    .Register(registry)),
      durations_(prometheus::BuildHistogram()
                     .Name("kongflow_task_duration_seconds")
                     .Help("How long attempts at tasks took")
                     .Register(registry)),
      running_(prometheus::BuildGauge()
                   .Name("kongflow_tasks_running")
                   .Help("Tasks that this host runs now")
                   .Register(registry)
                   .Add({})),
      depth_(prometheus::BuildGauge()
                 .Name("kongflow_task_queue_depth")
                 .Help("Tasks in the queue that this host could run, by state; NaN: they could not be counted")
                 .Register(registry)),
      depth_read_(prometheus::BuildGauge()
                      .Name("kongflow_task_queue_depth_timestamp_seconds")
                      .Help("When the tasks in the queue were last counted, in Unix time; 0: never")
                      .Register(registry)
                      .Add({})) {
  forget_depth();
}

void TaskMetrics::ended(const std::string& identifier, TaskOutcome outcome, std::chrono::duration<double> took) {
  running_.Decrement();
  const std::lock_guard lock(mutex_);
  Series& series = series_[identifier];
  auto*& ended = series.ended.at(static_cast<std::size_t>(outcome));
  if (ended == nullptr) ended = &attempts_.Add({{"identifier", identifier}, {"outcome", name(outcome)}});
  if (series.durations == nullptr) series.durations = &durations_.Add({{"identifier", identifier}}, kSeconds);
  ended->Increment();
  series.durations->Observe(took.count());
}

void TaskMetrics::set_depth(const std::map<std::string, double>& by_state) {
  for (const auto& [state, count] : by_state) depth_.Add({{"state", state}}).Set(count);
  depth_read_.SetToCurrentTime();
}

void TaskMetrics::forget_depth() {
  for (const char* state : {"ready", "scheduled", "running", "failed"})
    depth_.Add({{"state", state}}).Set(std::numeric_limits<double>::quiet_NaN());
}

}  // namespace kongflow::host
