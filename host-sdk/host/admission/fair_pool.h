// Threads for work that may block, shared out fairly between tenants.
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
    full,        // likewise, or the pool has stopped
    no_thread    // every thread is busy, and the system starts no more of them (start_thread.h)
  };

  // `limits.running` is the number of threads; each is started when it is needed. Throws std::runtime_error when not
  // even one can be started.
  explicit FairPool(FairQueue::Limits limits);
  ~FairPool();  // stop()

  // Runs `job` on a thread of the pool, at once or when it is the share's turn; `running_limit` as in FairQueue. A job
  // throws nothing. A rejected job is destroyed without having run. [any thread]
  Verdict post(const std::string& share, Urgency urgency, FairQueue::Job job, int running_limit = 0);

  // Takes back the jobs of this urgency that have not started, for the caller to dispose of.
  std::vector<FairQueue::Job> withdraw(Urgency urgency);

  // How many more jobs of the share may wait.
  std::size_t room(const std::string& share, Urgency urgency) const;
  // Running and waiting jobs of every share that has any.
  std::vector<FairQueue::Load> loads() const;
  // True while no job runs or waits.
  bool idle() const;

  // Destroys the jobs that have not started and waits for the others. Not from a job.
  void stop();

 private:
  bool start_jobs();  // mutex_ held; false when a thread is missing
  void work(FairQueue::Started started);

  mutable std::mutex mutex_;
  FairQueue queue_;        // protected by mutex_
  bool stopping_ = false;  // protected by mutex_
  WorkerPool workers_;     // last: its threads use the above
};

}  // namespace kongflow::host
