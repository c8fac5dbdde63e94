// A thread pool for jobs that may block.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace kongflow::host {

// Starts jobs in the order posted, immediately while fewer than `max_threads` run: a blocked job does not delay others.
// The number of waiting jobs is unbounded; the caller must bound it.
class WorkerPool {
 public:
  // Starts the first thread, which stays until the end. Throws std::runtime_error when it cannot be started. Further
  // threads start on demand. A few of them wait for the next job; the others end after a short idle time.
  explicit WorkerPool(int max_threads);
  ~WorkerPool();  // stops
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Jobs must not throw. Returns false and drops the job when the pool has stopped, or when all threads are busy and
  // the system starts no more (start_thread.h). [any thread]
  [[nodiscard]] bool post(std::function<void()> job);
  // Drops jobs that have not started and waits for the others. Must not be called from a job.
  void stop();

 private:
  using Threads = std::list<std::thread>;

  void add_thread();      // mutex_ held
  bool try_add_thread();  // mutex_ held
  void work(Threads::iterator self);
  bool wait_for_job(std::unique_lock<std::mutex>& lock);
  void reap(std::unique_lock<std::mutex>& lock);

  const int max_threads_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Protected by mutex_:
  std::deque<std::function<void()>> jobs_;
  Threads threads_;
  Threads ended_;  // to be joined
  int idle_ = 0;   // threads without a job, including those that are starting
  bool stopping_ = false;
};

}  // namespace kongflow::host
