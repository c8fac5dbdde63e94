// Runs of tasks that wait for another party, such as an app's answer: on the admission's threads, fairly by tenant.
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
  // On a thread of the admission or of the caller, without a lock held:
  struct Events {
    std::function<void(TaskRunResult)> done;  // gets each run's result
    std::function<void()> ended;              // a thread has ended its run
    std::function<void()> admitted;           // deferred queues may be taken again
  };

  // References outlive the object.
  WaitingRuns(TaskAttempts& attempts, Admission& admission, Events events);
  ~WaitingRuns();  // drain() and stop()
  WaitingRuns(const WaitingRuns&) = delete;
  WaitingRuns& operator=(const WaitingRuns&) = delete;

  // Takes the run over when its first task waits for another party. When the share of its tenant has no room, the run
  // goes back to the queue at once, and deferred() names its queue until there is room. False: the run does not wait,
  // and stays the caller's.
  bool take_over(const TaskRun& run);

  // Named queues that takes should leave alone, as task_store::take_queued() wants them.
  std::string deferred() const { return deferred_.as_json(); }
  // Forgets deferred queues whose share has room again.
  void admit_deferred();

  // Gives back what has not started.
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
