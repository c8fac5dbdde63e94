// Threads that run jobs which may block.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace kongflow::host {

// Jobs start in the order posted, at once while fewer than `most` run: a job that waits does not delay others. The
// caller bounds how many jobs wait beyond that.
class WorkerPool {
 public:
  // Starts the first thread, which stays; throws std::runtime_error when it cannot be started. Further threads start
  // when they are needed. A few stay for the next job, the others end after a moment without one.
  explicit WorkerPool(int most);
  ~WorkerPool();  // stops
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // A job throws nothing. False when the job is dropped: the pool has stopped, or all threads are busy and the system
  // starts no more of them (start_thread.h). [any thread]
  [[nodiscard]] bool post(std::function<void()> job);
  // Drops the jobs that have not begun and waits for the others. Not from a job.
  void stop();

 private:
  using Threads = std::list<std::thread>;

  void add_thread();      // mutex_ held
  bool try_add_thread();  // mutex_ held
  void work(Threads::iterator self);
  bool wait_for_job(std::unique_lock<std::mutex>& lock);
  void reap(std::unique_lock<std::mutex>& lock);

  const int most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Protected by mutex_:
  std::deque<std::function<void()>> jobs_;
  Threads threads_;
  Threads ended_;  // to be joined
  int idle_ = 0;   // threads without a job, those that are just starting too
  bool stopping_ = false;
};

}  // namespace kongflow::host
