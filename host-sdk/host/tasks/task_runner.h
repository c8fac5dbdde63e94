// Takes this host's tasks from the queue and runs them.
#pragma once

#include <prometheus/registry.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "host/admission/admission.h"
#include "host/base/log.h"
#include "host/config/settings.h"
#include "host/tasks/task_table.h"

namespace kongflow::host {

// A worker on Graphile Worker's schema; any number of them, Node's workers too, share one queue. It takes only the
// identifiers of its table.
//
//  - Tasks outside named queues are taken in batches by (priority, run_at) and run on `concurrency` threads.
//  - Tasks that wait for another party (kf_waiting_task) run on the admission's threads instead, fairly by tenant.
//  Those
//    that exceed their tenant's share go back untouched, and their queues are left alone until it has room.
//  - Of a named queue a run of up to `queue_batch` tasks (fewer while tasks are slow) is taken under one lock, executed
//    one after the other by (priority, run_at, id) and completed together. A run ends early after half a second, at a
//    task that fails, and when draining: the tasks that have not started go back untouched.
//  - A task is completed or failed only while its lock is still ours. Results survive a lost connection: they are
//    written when the database is back.
//  - A task whose large payload finds no room in memory, or cannot be fetched at the moment, goes back with a delay; in
//  a
//    named queue, later tasks may pass it, as they pass one that failed.
//  - Locks older than 4 hours are released, and those of hosts of this kind that are dead: within 10 seconds. A host
//    that was only stopped gives back what it held when it wakes up.
//
// Uses three connections, and one more for large payloads. All functions but set_paused(), problem() and renew_lease()
// are called on one thread.
class TaskRunner {
 public:
  // The references must outlive the runner. The constructor does no I/O.
  TaskRunner(const std::string& connection_string, const TaskTable& tasks, const TaskSettings& settings,
             Admission& admission, prometheus::Registry& registry, Log& log);
  ~TaskRunner();  // stop()
  TaskRunner(const TaskRunner&) = delete;
  TaskRunner& operator=(const TaskRunner&) = delete;

  // Connects and starts. Throws postgres::Error when the database cannot be reached.
  void start();

  // The worker id in locked_by of its tasks, after start().
  const std::string& worker() const;

  // Records a heartbeat written at `asked` or later. After the first call, the runner relies on its locks for at most
  // Lease::term after the last one; then it starts nothing and cancels running tasks. [any thread]
  void renew_lease(std::chrono::steady_clock::time_point asked);

  // The reason why this host gets no tasks although it requests them, or cannot read their payloads: a sentence. [any
  // thread]
  std::optional<std::string> problem() const;

  // Takes no tasks while it is paused and gives back tasks that have not started. [any thread]
  void set_paused(bool paused);

  // Takes no more tasks and gives back tasks that have not started. Does not wait for the current take.
  void drain();

  // Waits until nothing runs, all results are written and, after drain(), no take is in progress; false after `limit`.
  bool wait_idle(std::chrono::milliseconds limit);
  bool executing() const;  // tasks run; otherwise wait_idle() waits for the database alone

  // Cancels the running tasks (kf_call::cancel); those that return KF_CANCELLED are given back.
  void cancel();

  // Calls drain() and cancel(), waits for running tasks to return and at most 5 seconds for their results to be
  // written, and ends the threads, each after its current statement. Idempotent.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kongflow::host
