#include "host/admission/fair_pool.h"

#include <memory>
#include <utility>

namespace kongflow::host {

FairPool::FairPool(FairQueue::Limits limits) : queue_(limits), workers_(limits.running) {}

FairPool::~FairPool() {
  stop();
}

FairPool::Verdict FairPool::post(const std::string& share, Urgency urgency, FairQueue::Job job, int running_limit) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return Verdict::full;
  const auto verdict = queue_.add(share, urgency, std::move(job), running_limit);
  if (verdict == FairQueue::Verdict::share_full) return Verdict::share_full;
  if (verdict == FairQueue::Verdict::full) return Verdict::full;
  if (start_jobs() || !queue_.undo_add(share, urgency)) return Verdict::accepted;
  return Verdict::no_thread;
}

bool FairPool::start_jobs() {
  while (auto next = queue_.start()) {
    const auto started = std::make_shared<FairQueue::Started>(std::move(*next));
    if (workers_.post([this, started] { work(std::move(*started)); })) continue;
    queue_.undo_start(std::move(*started));
    return false;
  }
  return true;
}

void FairPool::work(FairQueue::Started started) {
  for (;;) {
    started.job();
    started.job = nullptr;  // destroys captured objects before the slot is released
    const std::lock_guard lock(mutex_);
    queue_.finish(started);
    auto next = queue_.start();
    start_jobs();
    if (!next) return;
    started = std::move(*next);
  }
}

std::vector<FairQueue::Job> FairPool::withdraw(Urgency urgency) {
  const std::lock_guard lock(mutex_);
  return queue_.withdraw(urgency);
}

std::size_t FairPool::room(const std::string& share, Urgency urgency) const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(queue_.room(share, urgency));
}

std::vector<FairQueue::Load> FairPool::loads() const {
  const std::lock_guard lock(mutex_);
  return queue_.loads();
}

bool FairPool::idle() const {
  const std::lock_guard lock(mutex_);
  return queue_.running() == 0 && queue_.waiting() == 0;
}

void FairPool::stop() {
  std::vector<FairQueue::Job> dropped;  // destroyed without the lock
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped = queue_.withdraw(Urgency::interactive);
    for (auto& job : queue_.withdraw(Urgency::background)) dropped.push_back(std::move(job));
  }
  dropped.clear();
  workers_.stop();
}

}  // namespace kongflow::host
