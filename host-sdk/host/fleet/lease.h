// Decides whether this host may rely on the locks of its tasks. Other hosts consider it dead when its heartbeat is
// missing for too long because it is stopped, starved or disconnected.
#pragma once

#include <chrono>
#include <mutex>

namespace kongflow::host {

// Thread-safe. Time also passes while the process is stopped.
class Lease {
 public:
  using Clock = std::chrono::steady_clock;

  // Must be shorter than the five seconds after which worker_alive_sql() considers a host dead.
  static constexpr std::chrono::milliseconds term{4'000};

  // Records a heartbeat that was written at `sent_at` or later. The first call starts the lease; before it, the lease
  // is valid.
  void renew(Clock::time_point sent_at);

  // True while the lease has not expired.
  bool valid() const;

  // True when a lock taken at `taken` still belongs to this host: the lease has not expired since.
  bool covers(Clock::time_point taken) const;

 private:
  mutable std::mutex mutex_;
  // Protected by mutex_:
  Clock::time_point until_ = Clock::time_point::max();
  Clock::time_point unbroken_since_ = Clock::time_point::min();
};

}  // namespace kongflow::host
