// Whether this host may rely on the locks of its tasks: others take it for dead when it has not been heard of for too
// long, be it stopped, starved or cut off.
#pragma once

#include <chrono>
#include <mutex>

namespace kongflow::host {

// Thread-safe. Time goes on while the process is stopped.
class Lease {
 public:
  using Clock = std::chrono::steady_clock;

  // Shorter than the five seconds after which worker_alive_sql() calls a host dead.
  static constexpr std::chrono::milliseconds term{4'000};

  // The database heard of this host at `asked` or later. The first call begins the lease; before it all is valid.
  void renew(Clock::time_point asked);

  // Whether the lease has not run out.
  bool valid() const;

  // Whether what was locked at `taken` is this host's still: the lease has not run out since.
  bool covers(Clock::time_point taken) const;

 private:
  mutable std::mutex mutex_;
  // Protected by mutex_:
  Clock::time_point until_ = Clock::time_point::max();
  Clock::time_point unbroken_since_ = Clock::time_point::min();
};

}  // namespace kongflow::host
