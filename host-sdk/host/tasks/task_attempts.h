// Runs attempts at tasks on the caller's thread, and cancels them.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string_view>

#include "host/base/call.h"
#include "host/base/log.h"
#include "host/config/settings.h"
#include "host/fleet/lease.h"
#include "host/queue/task_run.h"
#include "host/tasks/large_payloads.h"
#include "host/tasks/task_metrics.h"
#include "host/tasks/task_table.h"

namespace kongflow::host {

// Thread-safe.
class TaskAttempts {
 public:
  // The references must outlive the object.
  TaskAttempts(const TaskTable& tasks, const TaskSettings& settings, const Lease& lease, LargePayloads& large_payloads,
               TaskMetrics& metrics, Log& log);

  // Executes the tasks in order until one does not succeed, the lease no longer covers them, the host drains, or the
  // run has held its queue long enough. Gives back the remaining tasks.
  TaskRunResult run(const TaskRun& run);
  static TaskRunResult give_back(const TaskRun& run);
  // Gives back the tasks with a short delay.
  static TaskRunResult postpone(const TaskRun& run);

  // The share of a task that waits for another party; empty: the task does not wait, or its share is unknown. Reads a
  // large payload and drops it again: a waiting task must not hold memory.
  std::string share_of(const Task& task);
  // The share limit of its plugin; 0: the default.
  int call_limit(const Task& task) const;

  // Starts no more tasks.
  void drain();
  bool draining() const;
  // Cancels running attempts and those that start later.
  void cancel();
  // Cancels attempts that have timed out or whose lock the lease no longer covers.
  void cancel_overdue();
  int running() const;

 private:
  using Clock = std::chrono::steady_clock;

  TaskResult execute(const Task& task, Clock::time_point taken_at);
  TaskResult run_handler(const TaskHandler& handler, const Task& task, std::string_view payload,
                         Clock::time_point taken_at);
  std::string name_share(const TaskHandler& handler, const Task& task, std::string_view payload) const;
  TaskResult fail_unreadable(const Task& task, const UnreadablePayload& reason);
  TaskResult judge(const Task& task, kf_status status, const Call& call, bool ours) const;
  void log_attempt(const Task& task, const TaskResult& result, std::chrono::milliseconds took) const;

  const TaskTable& tasks_;
  const std::chrono::milliseconds timeout_;
  const Lease& lease_;
  LargePayloads& large_payloads_;
  TaskMetrics& metrics_;
  Log& log_;

  mutable std::mutex mutex_;
  // Protected by mutex_:
  std::map<Call*, Clock::time_point> calls_;  // with the time when their tasks were taken
  bool draining_ = false;
  bool cancelling_ = false;
};

}  // namespace kongflow::host
