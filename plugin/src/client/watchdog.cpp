#include "client/watchdog.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace kongflow::endpoints {
namespace {

constexpr std::chrono::milliseconds kCancelPoll{50};
constexpr auto kNever = std::chrono::steady_clock::time_point::max();

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
  const int duplicate = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
  if (duplicate < 0) throw std::system_error(errno, std::generic_category(), "cannot watch a connection");
  const std::lock_guard lock(watchdog_.mutex_);
  entry_ = watchdog_.entries_.insert(watchdog_.entries_.end(), {duplicate, deadline, std::move(cancelled), false});
  if (deadline < watchdog_.wake_at_) watchdog_.changed_.notify_all();
}

Watchdog::Watch::~Watch() {
  const std::lock_guard lock(watchdog_.mutex_);
  ::close(entry_->socket);
  watchdog_.entries_.erase(entry_);
}

bool Watchdog::Watch::fired() const {
  const std::lock_guard lock(watchdog_.mutex_);
  return entry_->fired;
}

void Watchdog::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_at_ = entries_.empty() ? kNever : fire_due();
    if (wake_at_ == kNever) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, wake_at_);
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
