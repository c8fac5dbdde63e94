// Takes tasks out of the queue for the executor.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "host/log.h"
#include "host/settings.h"
#include "host/tasks/held_tasks.h"
#include "host/tasks/lease.h"
#include "host/tasks/task_executor.h"
#include "postgres/connection.h"

namespace kongflow::host {

// One thread with one connection: as long as the executor wants tasks and there may be some, it takes a batch of both
// kinds, each kind first every other time. Thread-safe but for start() and stop().
class TaskDispatcher {
 public:
  // References outlive the dispatcher. `ended` is called on its thread after the last take.
  TaskDispatcher(std::string connection_string, std::vector<std::string> identifiers, const TaskSettings& settings,
                 TaskExecutor& executor, const WaitingRuns& waiting_runs, const Lease& lease, HeldTasks& held, Log& log,
                 std::function<void()> ended);
  ~TaskDispatcher();  // stop()
  TaskDispatcher(const TaskDispatcher&) = delete;
  TaskDispatcher& operator=(const TaskDispatcher&) = delete;

  // Begins to lock tasks as `worker`. Throws postgres::Error when the database cannot be reached.
  void start(std::string worker);

  void look();  // there may be tasks to take
  void demand_changed();
  void refuse(std::string reason);  // from now on none are taken
  // Why no tasks come: takes are refused, the last two failed, or the one under way hangs.
  std::optional<std::string> problem() const;
  void set_paused(bool paused);  // none are taken for as long as it is true
  void drain();                  // ends after the take that is under way; does not wait for it
  bool idle() const;             // false: drained, but a take is still under way
  void stop();                   // drain(), and waits until it is idle

 private:
  enum Kind { queued, single };

  postgres::Connection open() const;
  void work();
  bool wait_for_work();
  bool worth_looking() const;         // mutex_ held
  void take_ends(std::string error);  // empty: it succeeded
  void take();
  void take(Kind kind);
  std::vector<TaskRun> take_runs(Kind kind, int limit, int per_run, int largest_payload);
  void release_forgotten();
  void wait_before_retry(std::chrono::milliseconds wait);

  const std::string connection_string_;
  const std::vector<std::string> identifiers_;
  const TaskSettings settings_;
  TaskExecutor& executor_;
  const WaitingRuns& waiting_runs_;
  const Lease& lease_;
  HeldTasks& held_;
  Log& log_;
  const std::function<void()> ended_;
  std::string worker_;
  std::thread thread_;

  // Used by the thread only, once it runs:
  std::optional<postgres::Connection> connection_;
  std::chrono::steady_clock::time_point poll_at_;
  std::chrono::steady_clock::time_point recall_at_;  // when to look for forgotten tasks
  bool queued_first_ = false;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Protected by mutex_:
  bool look_[2] = {true, true};  // by Kind: there may be tasks to take
  std::string refused_;          // why none are taken any more; empty: they are
  std::string take_error_;       // of the last take, when it failed
  int failed_takes_ = 0;         // since one succeeded
  std::optional<std::chrono::steady_clock::time_point> taking_since_;
  bool paused_ = false;
  bool stopping_ = false;
};

}  // namespace kongflow::host
