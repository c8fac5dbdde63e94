#include "host/admission/byte_budget.h"

#include <algorithm>
#include <utility>

namespace kongflow::host {
namespace {

constexpr std::chrono::milliseconds kCancelPoll{50};

}  // namespace

std::size_t ByteBudget::held(const std::string& share) const {
  const auto found = by_share_.find(share);
  return found == by_share_.end() ? 0 : found->second;
}

bool ByteBudget::fits_share(const std::string& share, std::size_t bytes) const {
  const std::size_t own = held(share);
  return own == 0 || own + bytes <= per_share_;
}

void ByteBudget::take(const std::string& share, std::size_t bytes) {
  used_ += bytes;
  if (bytes > 0) by_share_[share] += bytes;
}

ByteBudget::Waiter* ByteBudget::next_waiter() {
  Waiter* next = nullptr;
  for (Waiter& waiter : waiters_) {
    if (waiter.granted || !fits_share(waiter.share, waiter.bytes)) continue;
    if (next == nullptr || held(waiter.share) < held(next->share)) next = &waiter;
  }
  return next;
}

void ByteBudget::grant_waiting() {
  // Smaller reservations must not overtake a large one that does not fit yet: it would starve.
  for (Waiter* next = next_waiter(); next != nullptr && fits(next->bytes); next = next_waiter()) {
    take(next->share, next->bytes);
    next->granted = true;
    next->changed.notify_one();
  }
}

ByteBudget::Reservation ByteBudget::reservation(const std::string& share, std::size_t bytes) {
  return {this, [share, bytes](void* budget) { static_cast<ByteBudget*>(budget)->release(share, bytes); }};
}

void ByteBudget::release(const std::string& share, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  used_ -= bytes;
  const auto found = by_share_.find(share);
  if (found != by_share_.end() && (found->second -= bytes) == 0) by_share_.erase(found);
  grant_waiting();
}

ByteBudget::Reservation ByteBudget::try_reserve(const std::string& share, std::size_t bytes) {
  {
    const std::lock_guard lock(mutex_);
    const bool queue_ahead = std::any_of(waiters_.begin(), waiters_.end(), [this](const Waiter& waiter) {
      return !waiter.granted && fits_share(waiter.share, waiter.bytes);
    });
    if (queue_ahead || !fits_share(share, bytes) || !fits(bytes)) return nullptr;
    take(share, bytes);
  }
  return reservation(share, bytes);
}

ByteBudget::Reservation ByteBudget::reserve(const std::string& share, std::size_t bytes, Clock::time_point deadline,
                                            const std::function<bool()>& cancelled) {
  {
    std::unique_lock lock(mutex_);
    const auto waiter = waiters_.emplace(waiters_.end(), share, bytes);
    grant_waiting();
    while (!waiter->granted && Clock::now() < deadline) {
      lock.unlock();
      const bool stop = cancelled();
      lock.lock();
      if (stop || waiter->granted) break;
      waiter->changed.wait_until(lock, std::min(deadline, Clock::now() + kCancelPoll));
    }
    const bool granted = waiter->granted;
    waiters_.erase(waiter);
    if (!granted) {
      grant_waiting();
      return nullptr;
    }
  }
  return reservation(share, bytes);
}

bool ByteBudget::share_exhausted(const std::string& share, std::size_t bytes) const {
  const std::lock_guard lock(mutex_);
  return !fits_share(share, bytes);
}

std::size_t ByteBudget::used() const {
  const std::lock_guard lock(mutex_);
  return used_;
}

std::size_t ByteBudget::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiters_.size();
}

std::vector<ByteBudget::Usage> ByteBudget::usage() const {
  const std::lock_guard lock(mutex_);
  std::vector<Usage> usage;
  usage.reserve(by_share_.size());
  for (const auto& [share, bytes] : by_share_) usage.push_back({share, bytes});
  return usage;
}

}  // namespace kongflow::host
