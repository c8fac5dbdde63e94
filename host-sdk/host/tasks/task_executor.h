// The threads that run tasks.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "host/call.h"
#include "host/log.h"
#include "host/settings.h"
#include "host/tasks/large_payloads.h"
#include "host/tasks/lease.h"
#include "host/tasks/task_metrics.h"
#include "host/tasks/task_run.h"
#include "host/tasks/task_table.h"

namespace kongflow::host {

// Executes runs of tasks on `concurrency` threads, on fewer while the system starts no more. One more thread, which
// never waits for the database, asks attempts to end whose time is over or whose lock the lease no longer covers, gives
// back runs that wait for a thread too long, and starts the threads that are missing. Thread-safe.
class TaskExecutor {
 public:
  // How many more runs should be taken from the queue now.
  struct Demand {
    int idle = 0;     // threads without work
    int queued = 0;   // runs of named queues, at most; `idle` are shared with
    int single = 0;   // tasks outside named queues, at most
    int per_run = 1;  // tasks of one named queue, at most
  };

  // `done` gets each run's result, and `changed` is called after it and whenever the demand may have grown; both on a
  // worker thread, without a lock held. References outlive the executor.
  TaskExecutor(const TaskTable& tasks, const TaskSettings& settings, const Lease& lease, LargePayloads& large_payloads,
               TaskMetrics& metrics, Log& log, std::function<void(TaskRunResult)> done, std::function<void()> changed);
  ~TaskExecutor();  // drain() and stop()
  TaskExecutor(const TaskExecutor&) = delete;
  TaskExecutor& operator=(const TaskExecutor&) = delete;

  // With one thread; the others follow once the parts of the host that need a thread each have theirs. Throws
  // std::runtime_error with a sentence when the system does not start it.
  void start();
  Demand demand() const;
  void add(std::vector<TaskRun> runs);

  // Gives back the runs that have waited for a thread longer than `limit`.
  void give_back_waiting(std::chrono::milliseconds limit);

  // From now on every task that has not started is given back.
  void drain();

  // Asks the running tasks, and any that should still start, to end.
  void cancel();
  bool idle() const;
  void stop();  // waits for the running tasks

 private:
  using Clock = std::chrono::steady_clock;

  void work();
  void supervise();
  void watch_lease();
  void start_missing_threads();
  void cancel_overdue();
  TaskRun next_run();  // mutex_ held, something is waiting
  TaskRunResult execute(const TaskRun& run);
  TaskResult execute(const Task& task, Clock::time_point taken_at);
  TaskResult run_handler(const TaskHandler& handler, const Task& task, std::string_view payload,
                         Clock::time_point taken_at);
  TaskResult fail_unreadable(const Task& task, const UnreadablePayload& reason);
  TaskResult judge(const Task& task, kf_status status, const Call& call, bool ours) const;
  void log_attempt(const Task& task, const TaskResult& result, std::chrono::milliseconds took) const;
  void observe(std::chrono::steady_clock::duration took);
  int threads() const;   // mutex_ held
  int prefetch() const;  // mutex_ held
  int per_run() const;   // mutex_ held
  bool draining() const;

  const TaskTable& tasks_;
  const TaskSettings settings_;
  const Lease& lease_;
  LargePayloads& large_payloads_;
  TaskMetrics& metrics_;
  Log& log_;
  const std::function<void(TaskRunResult)> done_;
  const std::function<void()> changed_;

  mutable std::mutex mutex_;
  std::condition_variable work_;
  // Protected by mutex_:
  std::deque<TaskRun> waiting_queued_;
  std::deque<TaskRun> waiting_single_;
  std::map<Call*, Clock::time_point> calls_;  // with the time when their tasks were taken
  int busy_ = 0;
  bool queued_next_ = true;
  bool draining_ = false;
  bool cancelling_ = false;
  bool stopping_ = false;
  double average_ms_ = -1;  // of an attempt, recent ones count more; negative: unknown
  std::vector<std::thread> threads_;

  std::condition_variable supervision_ended_;
  bool supervised_ = false;  // protected by mutex_

  // Used by supervisor_ alone:
  bool lease_lost_ = false;
  bool short_of_threads_ = false;

  std::thread supervisor_;
};

}  // namespace kongflow::host
