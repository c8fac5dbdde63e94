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
  // References outlive the runner. Does nothing yet.
  TaskRunner(const std::string& connection_string, const TaskTable& tasks, const TaskSettings& settings,
             Admission& admission, prometheus::Registry& registry, Log& log);
  ~TaskRunner();  // stop()
  TaskRunner(const TaskRunner&) = delete;
  TaskRunner& operator=(const TaskRunner&) = delete;

  // Connects and begins. Throws postgres::Error when the database cannot be reached.
  void start();

  // What its tasks have as locked_by, once it is started.
  const std::string& worker() const;

  // The database heard of this host at `asked` or later. From the first call on the runner relies on its locks for no
  // longer than Lease::term after the last one: then it starts nothing, and asks what runs to end. [any thread]
  void renew_lease(std::chrono::steady_clock::time_point asked);

  // Why this host gets no tasks although it asks for them, or cannot read their payloads: a sentence. [any thread]
  std::optional<std::string> problem() const;

  // Takes no tasks for as long as it is paused; what has not started goes back. [any thread]
  void set_paused(bool paused);

  // Takes no more tasks; gives back what has not started. Does not wait for a take that is under way.
  void drain();

  // Until nothing runs, every result is written and, after drain(), no take is under way; false when `limit` is over
  // first.
  bool wait_idle(std::chrono::milliseconds limit);
  bool executing() const;  // tasks run; otherwise wait_idle() waits for the database alone

  // Asks the running tasks to end (kf_call::cancel); those that return KF_CANCELLED are given back.
  void cancel();

  // drain(), cancel(), waits for the running tasks to return and for their results to be written (the latter 5 seconds
  // at most), ends the threads, each after the statement that it waits for. Safe to call again.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kongflow::host
