// Named queues whose next task waits for room in its tenant's share: takes leave them alone meanwhile.
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

// The rows in the database stay as they are: other hosts may take them, and their order is kept. Thread-safe.
class DeferredQueues {
 public:
  using Clock = std::chrono::steady_clock;

  // With more, the oldest is forgotten.
  static constexpr std::size_t kMost = 20'000;
  // A queue is forgotten after this time, because another host may have emptied it.
  static constexpr std::chrono::seconds kLongest{30};

  // A released queue keeps its place in the share's room for this time, or until it passes.
  static constexpr std::chrono::seconds kLongestPassage{1};

  void add(const std::string& share, std::int64_t queue_id, Clock::time_point now);
  // Whether a task of this queue may ask for room: not before queues of its share that wait longer.
  bool passes(const std::string& share, std::int64_t queue_id);
  // Releases the queues of the share that were deferred first: as many as there is room for, less those that were
  // released and have not passed yet. True when there was one.
  bool release(const std::string& share, std::size_t room, Clock::time_point now);
  // Forgets the queues that were deferred longer ago than kLongest. True when there was one.
  bool release_old(Clock::time_point now);

  // How many queues of each share are deferred.
  std::map<std::string, std::size_t> by_share() const;
  // The ids as the keys of a JSON object, for task_store::take_queued().
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
