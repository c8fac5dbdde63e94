// The threads that run tasks.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "host/base/log.h"
#include "host/config/settings.h"
#include "host/fleet/lease.h"
#include "host/queue/task_run.h"
#include "host/tasks/task_attempts.h"
#include "host/tasks/waiting_runs.h"

namespace kongflow::host {

// Executes runs of tasks on `concurrency` threads, or on fewer while the system starts no more. Another thread, which
// never waits for the database, cancels attempts that have timed out or whose lock the lease no longer covers, gives
// back runs that wait too long for a thread, and starts missing threads. Thread-safe.
class TaskExecutor {
 public:
  // Number of runs to take from the queue now.
  struct Demand {
    int idle = 0;     // threads without work
    int queued = 0;   // runs of named queues, at most; `idle` are shared with
    int single = 0;   // tasks outside named queues, at most
    int per_run = 1;  // tasks of one named queue, at most
  };

  // `done` receives each run's result; `changed` is called afterwards and whenever the demand may have grown. Both are
  // called on a worker thread without holding a lock. The references must outlive the executor.
  TaskExecutor(TaskAttempts& attempts, WaitingRuns& waiting_runs, const TaskSettings& settings, const Lease& lease,
               Log& log, std::function<void(TaskRunResult)> done, std::function<void()> changed);
  ~TaskExecutor();  // drain() and stop()
  TaskExecutor(const TaskExecutor&) = delete;
  TaskExecutor& operator=(const TaskExecutor&) = delete;

  // Starts one thread; the others start after the host's other parts have their threads. Throws std::runtime_error with
  // a sentence when the system does not start it.
  void start();
  // As if the runs of `coming` had been added.
  Demand demand(const std::vector<TaskRun>& coming = {}) const;
  void add(std::vector<TaskRun> runs);

  // Gives back runs that have waited for a thread longer than `limit`.
  void give_back_waiting(std::chrono::milliseconds limit);

  // Gives back all tasks that have not started, now and later.
  void drain();

  bool idle() const;
  void stop();  // waits for the running tasks

 private:
  using Clock = std::chrono::steady_clock;

  void work();
  void supervise();
  void watch_lease();
  void start_missing_threads();
  TaskRun next_run();  // mutex_ held, something is waiting
  void execute(const TaskRun& run);
  void observe(int attempts, Clock::duration took);
  int threads() const;   // mutex_ held
  int prefetch() const;  // mutex_ held
  int per_run() const;   // mutex_ held

  TaskAttempts& attempts_;
  WaitingRuns& waiting_runs_;
  const TaskSettings settings_;
  const Lease& lease_;
  Log& log_;
  const std::function<void(TaskRunResult)> done_;
  const std::function<void()> changed_;

  mutable std::mutex mutex_;
  std::condition_variable work_;
  // Protected by mutex_:
  std::deque<TaskRun> waiting_queued_;
  std::deque<TaskRun> waiting_single_;
  int busy_ = 0;
  bool queued_next_ = true;
  bool draining_ = false;
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
