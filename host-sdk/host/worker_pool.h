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

// Jobs start in the order posted, at once while fewer than `most` run: a thread that waits for somebody else holds up
// nobody. How many jobs may wait beyond that is for the poster to bound.
class WorkerPool {
 public:
  // Threads are started when they are needed. A few stay for the next job, further ones end after a moment without one.
  explicit WorkerPool(int most);
  ~WorkerPool();  // stops
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // A job throws nothing. [any thread]
  void post(std::function<void()> job);
  // Drops the jobs that have not begun and waits for the others. Not from a job.
  void stop();

 private:
  using Threads = std::list<std::thread>;

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
  int idle_ = 0;   // threads that wait for a job
  bool stopping_ = false;
};

}  // namespace kongflow::host
