// A thread pool for work that may block, shared fairly between tenants.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "host/admission/fair_queue.h"
#include "host/base/worker_pool.h"

namespace kongflow::host {

// Thread-safe.
class FairPool {
 public:
  enum class Verdict {
    accepted,
    share_full,  // as in FairQueue
    full,        // as in FairQueue, or the pool has stopped
    no_thread    // all threads are busy and the system starts no more (start_thread.h)
  };

  // `limits.running` is the maximum number of threads, which start on demand. Throws std::runtime_error when no thread
  // can be started.
  explicit FairPool(FairQueue::Limits limits);
  ~FairPool();  // stop()

  // Runs `job` on a thread of the pool when it is the share's turn. `running_limit` as in FairQueue. Jobs must not
  // throw. A rejected job is destroyed without running. [any thread]
  Verdict post(const std::string& share, Urgency urgency, FairQueue::Job job, int running_limit = 0);

  // Removes the jobs of this urgency that have not started and returns them to the caller.
  std::vector<FairQueue::Job> withdraw(Urgency urgency);

  // Number of jobs that the share may still add.
  std::size_t room(const std::string& share, Urgency urgency) const;
  // Running and waiting jobs of all shares that have jobs.
  std::vector<FairQueue::Load> loads() const;
  // True while no job runs or waits.
  bool idle() const;

  // Destroys jobs that have not started and waits for the others. Must not be called from a job.
  void stop();

 private:
  bool start_jobs();  // mutex_ held; false when a thread could not be started
  void work(FairQueue::Started started);

  mutable std::mutex mutex_;
  FairQueue queue_;        // protected by mutex_
  bool stopping_ = false;  // protected by mutex_
  WorkerPool workers_;     // last: its threads use the members above
};

}  // namespace kongflow::host
