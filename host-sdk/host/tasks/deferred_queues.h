// Named queues whose next task waits for capacity in its tenant's share: takes skip them until then.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>

namespace kongflow::host {

// Does not change rows in the database: other hosts may take the tasks, and their order is kept. Thread-safe.
class DeferredQueues {
 public:
  using Clock = std::chrono::steady_clock;

  // Maximum number of queues; above it, the oldest is dropped.
  static constexpr std::size_t kMost = 20'000;
  // A queue is dropped after this time, because another host may have emptied it.
  static constexpr std::chrono::seconds kLongest{30};

  // A released queue keeps its reserved capacity for this time, or until it passes.
  static constexpr std::chrono::seconds kLongestPassage{1};

  void add(const std::string& share, std::int64_t queue_id, Clock::time_point now);
  // Whether a task of this queue may request capacity: not before queues of its share that have waited longer.
  bool passes(const std::string& share, std::int64_t queue_id);
  // Releases the longest deferred queues of the share: as many as `room` allows, minus released queues that have not
  // passed yet. True when it released one.
  bool release(const std::string& share, std::size_t room, Clock::time_point now);
  // Drops queues deferred longer than kLongest ago. True when it dropped one.
  bool release_old(Clock::time_point now);

  // Number of deferred queues per share.
  std::map<std::string, std::size_t> by_share() const;
  // The ids as keys of a JSON object, in the format of task_takes.h.
  std::string as_json() const;

 private:
  struct Entry {
    std::string share;
    std::int64_t queue_id;
    Clock::time_point since;
  };
  using Entries = std::list<Entry>;

  void erase(Entries::iterator oldest_of_share);  // mutex_ held

  mutable std::mutex mutex_;
  // Protected by mutex_:
  Entries entries_;  // oldest first
  std::unordered_map<std::int64_t, Entries::iterator> by_queue_;
  std::unordered_map<std::string, std::deque<Entries::iterator>> by_share_;  // oldest first
  // Released queues that have not passed yet, and since when: by share, by id.
  std::unordered_map<std::string, std::unordered_map<std::int64_t, Clock::time_point>> released_;
};

}  // namespace kongflow::host
