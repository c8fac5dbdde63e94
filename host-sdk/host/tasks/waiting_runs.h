// Runs tasks that wait for another party, such as an app's response, on the admission's threads, fairly by tenant.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

#include "host/admission/admission.h"
#include "host/queue/task_run.h"
#include "host/tasks/deferred_queues.h"
#include "host/tasks/task_attempts.h"

namespace kongflow::host {

// Thread-safe.
class WaitingRuns {
 public:
  // Called on a thread of the admission or of the caller, without holding a lock:
  struct Events {
    std::function<void(TaskRunResult)> done;  // gets each run's result
    std::function<void()> ended;              // a thread has ended its run
    std::function<void()> admitted;           // deferred queues may be taken again
  };

  // The references must outlive the object.
  WaitingRuns(TaskAttempts& attempts, Admission& admission, Events events);
  ~WaitingRuns();  // drain() and stop()
  WaitingRuns(const WaitingRuns&) = delete;
  WaitingRuns& operator=(const WaitingRuns&) = delete;

  // Accepts the run when its first task waits for another party. When the tenant's share has no capacity, gives the run
  // back immediately, and deferred() contains its queue until there is capacity. False: the run does not wait; the
  // caller keeps it.
  bool take_over(const TaskRun& run);

  // Named queues that takes must skip, in the format of task_takes.h.
  std::string deferred() const { return deferred_.as_json(); }
  // Drops deferred queues whose share has capacity again.
  void admit_deferred();

  // Gives back tasks that have not started.
  void drain();
  bool idle() const;
  void stop();  // waits for the running tasks

 private:
  void end();

  TaskAttempts& attempts_;
  Admission& admission_;
  const Events events_;
  DeferredQueues deferred_;

  mutable std::mutex mutex_;
  std::condition_variable ended_;
  int taken_over_ = 0;  // protected by mutex_
};

}  // namespace kongflow::host
