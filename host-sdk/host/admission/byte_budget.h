// Memory for bodies, shared out fairly between tenants.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace kongflow::host {

// Thread-safe. A reservation larger than a limit is granted when nothing else counts against that limit, so that no
// size is impossible; bodies have limits of their own. Must outlive its reservations.
class ByteBudget {
 public:
  using Clock = std::chrono::steady_clock;
  // Bytes that stay reserved until the last copy is gone. Null: not granted.
  using Reservation = std::shared_ptr<void>;

  struct Usage {
    std::string share;
    std::size_t bytes = 0;
  };

  // A share gets at most one of so many parts of the limit.
  static constexpr std::size_t kShares = 4;

  explicit ByteBudget(std::size_t limit) : limit_(limit), per_share_(limit / kShares) {}
  ByteBudget(const ByteBudget&) = delete;
  ByteBudget& operator=(const ByteBudget&) = delete;

  // Grants the bytes at once or not at all. Never overtakes those that wait, unless their own share holds them up.
  Reservation try_reserve(const std::string& share, std::size_t bytes);
  // Waits for the bytes until `deadline` or until `cancelled` returns true; it is called about twenty times a second on
  // this thread, without a lock held. The share
  // that holds the least is served first, the longest wait first among equals; a reservation that only its share's
  // limit holds up lets others pass.
  Reservation reserve(const std::string& share, std::size_t bytes, Clock::time_point deadline,
                      const std::function<bool()>& cancelled);

  // True when `share` holds as much as it may: others may still get bytes.
  bool share_exhausted(const std::string& share, std::size_t bytes) const;

  std::size_t used() const;
  std::size_t waiting() const;  // reservations
  std::vector<Usage> usage() const;

 private:
  struct Waiter {
    Waiter(const std::string& of, std::size_t wanted) : share(of), bytes(wanted) {}
    const std::string& share;
    const std::size_t bytes;
    bool granted = false;
    std::condition_variable changed;  // its own, so that a grant wakes one thread
  };

  // mutex_ held:
  std::size_t held(const std::string& share) const;
  bool fits_share(const std::string& share, std::size_t bytes) const;
  bool fits(std::size_t bytes) const { return used_ == 0 || used_ + bytes <= limit_; }
  void take(const std::string& share, std::size_t bytes);
  Waiter* next_waiter();  // null: none, or their shares hold them all up
  void grant_waiting();

  Reservation reservation(const std::string& share, std::size_t bytes);
  void release(const std::string& share, std::size_t bytes);

  const std::size_t limit_;
  const std::size_t per_share_;
  mutable std::mutex mutex_;
  // Protected by mutex_:
  std::size_t used_ = 0;
  std::unordered_map<std::string, std::size_t> by_share_;  // without zeros
  std::list<Waiter> waiters_;
};

}  // namespace kongflow::host
