// Threads that run jobs which may block.
#pragma once

#include <functional>
#include <memory>

namespace kongflow::host {

// Jobs start in the order posted. How many may wait is for the poster to bound.
class WorkerPool {
 public:
  explicit WorkerPool(int threads);
  ~WorkerPool();  // stops
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // A job throws nothing. [any thread]
  void post(std::function<void()> job);
  // Drops the jobs that have not begun and waits for the others. Not from a job.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kongflow::host
