// Takes tasks out of the queue for the executor.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "host/base/log.h"
#include "host/config/settings.h"
#include "host/fleet/lease.h"
#include "host/queue/held_tasks.h"
#include "host/tasks/task_executor.h"
#include "postgres/connection.h"

namespace kongflow::host {

// Uses one thread and one connection, which also receives notifications of new tasks. While the executor wants tasks
// and there may be some, takes a batch of each kind in turn, and hands it over to the executor while the server works
// on the next take. Thread-safe except start() and stop().
class TaskDispatcher {
 public:
  // The references must outlive the dispatcher. `ended` is called on its thread after the last take.
  TaskDispatcher(std::string connection_string, std::vector<std::string> identifiers, const TaskSettings& settings,
                 TaskExecutor& executor, const WaitingRuns& waiting_runs, const Lease& lease, HeldTasks& held, Log& log,
                 std::function<void()> ended);
  ~TaskDispatcher();  // stop()
  TaskDispatcher(const TaskDispatcher&) = delete;
  TaskDispatcher& operator=(const TaskDispatcher&) = delete;

  // Starts to take tasks as `worker`. Throws postgres::Error when the database cannot be reached.
  void start(std::string worker);

  void look();  // there may be tasks to take
  void demand_changed();
  void refuse(std::string reason);  // from now on none are taken
  // The reason why no tasks are taken: takes are disabled, the last two failed, or the current one hangs.
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
  void sleep_until(std::chrono::steady_clock::time_point time);
  void wake();                        // mutex_ not held
  bool worth_looking() const;         // mutex_ held, on the thread
  void take_ends(std::string error);  // empty: it succeeded
  void take();
  bool take(Kind kind);
  std::vector<TaskRun> take_runs(Kind kind, int limit, int per_run, int largest_payload);
  void hand_over();
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
  int wake_event_ = -1;  // readable: sleep_until() ends
  std::thread thread_;

  // Used by the thread only, once it runs:
  std::optional<postgres::Connection> connection_;
  std::chrono::steady_clock::time_point poll_at_;
  std::chrono::steady_clock::time_point recall_at_;  // when to look for forgotten tasks
  std::vector<TaskRun> taken_;                       // not handed over to the executor yet
  Kind first_ = queued;                              // of the two kinds, in the next take

  mutable std::mutex mutex_;
  // Protected by mutex_:
  bool look_[2] = {true, true};  // by Kind: there may be tasks to take
  std::string refused_;          // why none are taken any more; empty: they are
  std::string take_error_;       // of the last take, when it failed
  int failed_takes_ = 0;         // since one succeeded
  std::optional<std::chrono::steady_clock::time_point> taking_since_;
  bool holding_ = false;  // taken_ is not empty
  bool asleep_ = false;   // the thread waits, or is about to
  bool paused_ = false;
  bool stopping_ = false;
};

}  // namespace kongflow::host
