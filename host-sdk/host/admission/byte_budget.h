// A memory budget for bodies, shared fairly between tenants.
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

// Thread-safe. Must outlive its reservations. A reservation that is larger than a limit is granted when nothing else
// counts against that limit; otherwise it could never be granted. Other settings limit the size of bodies.
class ByteBudget {
 public:
  using Clock = std::chrono::steady_clock;
  // Keeps the bytes reserved until the last copy is destroyed. Null: not granted.
  using Reservation = std::shared_ptr<void>;

  struct Usage {
    std::string share;
    std::size_t bytes = 0;
  };

  // A share may hold at most 1/kShares of the limit.
  static constexpr std::size_t kShares = 4;

  explicit ByteBudget(std::size_t limit) : limit_(limit), per_share_(limit / kShares) {}
  ByteBudget(const ByteBudget&) = delete;
  ByteBudget& operator=(const ByteBudget&) = delete;

  // Grants the bytes immediately or not at all. Never overtakes a waiting reservation, unless only its own share's
  // limit blocks it.
  Reservation try_reserve(const std::string& share, std::size_t bytes);
  // Waits for the bytes until `deadline` or until `cancelled` returns true. Calls `cancelled` on this thread about
  // twenty times a second, without holding a lock. Serves the share that holds the least memory first, then the longest
  // wait. A reservation that is blocked only by its share's limit does not block others.
  Reservation reserve(const std::string& share, std::size_t bytes, Clock::time_point deadline,
                      const std::function<bool()>& cancelled);

  // True when the limit of `share` does not allow `bytes` more. Other shares may still get bytes.
  bool share_exhausted(const std::string& share, std::size_t bytes) const;

  std::size_t used() const;
  std::size_t waiting() const;  // reservations
  std::vector<Usage> usage() const;

 private:
  struct Waiter {
    Waiter(const std::string& share_name, std::size_t size) : share(share_name), bytes(size) {}
    const std::string& share;
    const std::size_t bytes;
    bool granted = false;
    std::condition_variable changed;  // one per waiter, so that a grant wakes only that thread
  };

  // mutex_ held:
  std::size_t held(const std::string& share) const;
  bool fits_share(const std::string& share, std::size_t bytes) const;
  bool fits(std::size_t bytes) const { return used_ == 0 || used_ + bytes <= limit_; }
  void take(const std::string& share, std::size_t bytes);
  Waiter* next_waiter();  // null: none, or all are blocked by their shares
  void grant_waiting();

  Reservation reservation(const std::string& share, std::size_t bytes);
  void release(const std::string& share, std::size_t bytes);

  const std::size_t limit_;
  const std::size_t per_share_;
  mutable std::mutex mutex_;
  // Protected by mutex_:
  std::size_t used_ = 0;
  std::unordered_map<std::string, std::size_t> by_share_;  // no zero entries
  std::list<Waiter> waiters_;
};

}  // namespace kongflow::host
