#include "host/base/worker_pool.h"

#include <stdexcept>
#include <utility>

#include "host/base/start_thread.h"

namespace kongflow::host {
namespace {

constexpr int kKeptThreads = 8;
constexpr std::chrono::seconds kSpareThreadLife{5};

}  // namespace

WorkerPool::WorkerPool(int max_threads) : max_threads_(max_threads) {
  const std::lock_guard lock(mutex_);
  add_thread();
}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::post(std::function<void()> job) {
  std::unique_lock lock(mutex_);
  if (stopping_) return false;
  const bool idle = static_cast<int>(jobs_.size()) < idle_;
  if (!idle && static_cast<int>(threads_.size()) < max_threads_ && !try_add_thread()) return false;
  jobs_.push_back(std::move(job));
  if (idle) changed_.notify_one();
  reap(lock);
  return true;
}

void WorkerPool::add_thread() {
  const auto self = threads_.emplace(threads_.end());
  try {
    *self = start_thread([this, self] { work(self); });
    ++idle_;
  } catch (const std::runtime_error&) {
    threads_.erase(self);
    throw;
  }
}

bool WorkerPool::try_add_thread() {
  try {
    add_thread();
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

void WorkerPool::work(Threads::iterator self) {
  std::unique_lock lock(mutex_);
  while (wait_for_job(lock)) {
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
    ++idle_;
  }
  ended_.splice(ended_.end(), threads_, self);
  changed_.notify_all();
}

// Returns false when the thread must end.
bool WorkerPool::wait_for_job(std::unique_lock<std::mutex>& lock) {
  const auto give_up_at = std::chrono::steady_clock::now() + kSpareThreadLife;
  while (jobs_.empty() && !stopping_) {
    if (static_cast<int>(threads_.size()) <= kKeptThreads) {
      changed_.wait(lock);
    } else if (changed_.wait_until(lock, give_up_at) == std::cv_status::timeout && jobs_.empty()) {
      break;
    }
  }
  --idle_;
  return !stopping_ && !jobs_.empty();
}

void WorkerPool::reap(std::unique_lock<std::mutex>& lock) {
  if (ended_.empty()) return;
  Threads ended = std::move(ended_);
  lock.unlock();
  for (auto& thread : ended) thread.join();
}

void WorkerPool::stop() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  jobs_.clear();
  changed_.notify_all();
  changed_.wait(lock, [this] { return threads_.empty(); });
  reap(lock);
}

}  // namespace kongflow::host
