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

// A worker on Graphile Worker's schema. Any number of workers, including Node's, share one queue. It takes only tasks
// with the identifiers in its table.
//
//  - Takes tasks outside named queues in batches by (priority, run_at) and runs them on `concurrency` threads.
//  - Runs tasks that wait for another party (kf_waiting_task) on the admission's threads, fairly between tenants. Tasks
//    beyond their tenant's share go back untouched; the runner skips their queues until the tenant has room.
//  - Takes up to `queue_batch` tasks of a named queue (fewer while tasks are slow) under one lock, runs them one after
//    the other by (priority, run_at, id) and completes them together. Such a run ends early after half a second, at a
//    task that fails, and at a drain: tasks that have not started go back untouched.
//  - Completes or fails a task only while this worker holds its lock. Results survive a lost connection: the runner
//    writes them when the database is back.
//  - Gives back a task with a delay if there is no memory for its large payload, or the payload cannot be fetched. In a
//    named queue, later tasks may pass it, as they may pass a failed one.
//  - Releases locks older than 4 hours, and locks of dead hosts within 10 seconds. A host that was suspended gives back
//    its tasks when it resumes.
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

  // Records a heartbeat written at `sent_at` or later. After the first call, the runner relies on its locks for at most
  // Lease::term after the last one; then it starts nothing and cancels running tasks. [any thread]
  void renew_lease(std::chrono::steady_clock::time_point sent_at);

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
