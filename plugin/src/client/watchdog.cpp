#include "client/watchdog.h"

#include <sys/socket.h>

#include <algorithm>

namespace kongflow::endpoints {
namespace {

constexpr std::chrono::milliseconds kCancelPoll{50};

}  // namespace

Watchdog::Watchdog() : thread_([this] { run(); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Watchdog::Watch::Watch(Watchdog& watchdog, int socket, std::chrono::steady_clock::time_point deadline,
                       std::function<bool()> cancelled)
    : watchdog_(watchdog) {
  {
    const std::lock_guard lock(watchdog_.mutex_);
    entry_ = watchdog_.entries_.insert(watchdog_.entries_.end(), {socket, deadline, std::move(cancelled), false});
  }
  watchdog_.changed_.notify_all();
}

Watchdog::Watch::~Watch() {
  const std::lock_guard lock(watchdog_.mutex_);
  watchdog_.entries_.erase(entry_);
}

bool Watchdog::Watch::fired() const {
  const std::lock_guard lock(watchdog_.mutex_);
  return entry_->fired;
}

void Watchdog::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (entries_.empty()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, fire_due());
    }
  }
}

std::chrono::steady_clock::time_point Watchdog::fire_due() {
  const auto now = std::chrono::steady_clock::now();
  auto next = now + kCancelPoll;
  for (Entry& entry : entries_) {
    if (entry.fired) continue;
    if (now >= entry.deadline || entry.cancelled()) {
      ::shutdown(entry.socket, SHUT_RDWR);
      entry.fired = true;
    } else {
      next = std::min(next, entry.deadline);
    }
  }
  return next;
}

}  // namespace kongflow::endpoints
