#include "host/tasks/deferred_queues.h"

#include <iterator>

namespace kongflow::host {

void DeferredQueues::add(const std::string& share, std::int64_t queue_id, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (by_queue_.count(queue_id) > 0) return;
  if (entries_.size() >= kMost) erase(entries_.begin());
  const auto entry = entries_.insert(entries_.end(), {share, queue_id, now});
  by_queue_.emplace(queue_id, entry);
  by_share_[share].push_back(entry);
}

void DeferredQueues::erase(Entries::iterator oldest_of_share) {
  const auto share = by_share_.find(oldest_of_share->share);
  share->second.pop_front();
  if (share->second.empty()) by_share_.erase(share);
  by_queue_.erase(oldest_of_share->queue_id);
  entries_.erase(oldest_of_share);
}

bool DeferredQueues::passes(const std::string& share, std::int64_t queue_id) {
  const std::lock_guard lock(mutex_);
  const auto released = released_.find(share);
  if (released == released_.end()) return by_share_.count(share) == 0;
  const bool is_next = released->second.erase(queue_id) > 0;
  if (released->second.empty()) released_.erase(released);
  return is_next;
}

bool DeferredQueues::release(const std::string& share, std::size_t room, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto found = released_.find(share);
  const std::size_t taken_up = found == released_.end() ? 0 : found->second.size();
  bool any = false;
  for (std::size_t count = taken_up; count < room; ++count) {
    const auto deferred = by_share_.find(share);
    if (deferred == by_share_.end()) break;
    const auto oldest = deferred->second.front();
    released_[share].emplace(oldest->queue_id, now);
    erase(oldest);
    any = true;
  }
  return any;
}

bool DeferredQueues::release_old(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  bool any = false;
  while (!entries_.empty() && now - entries_.front().since > kLongest) {
    erase(entries_.begin());
    any = true;
  }
  for (auto share = released_.begin(); share != released_.end();) {
    auto& queues = share->second;
    for (auto queue = queues.begin(); queue != queues.end();)
      queue = now - queue->second > kLongestPassage ? queues.erase(queue) : std::next(queue);
    share = queues.empty() ? released_.erase(share) : std::next(share);
  }
  return any;
}

std::map<std::string, std::size_t> DeferredQueues::by_share() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::size_t> counts;
  for (const auto& [share, entries] : by_share_) counts.emplace(share, entries.size());
  return counts;
}

std::string DeferredQueues::as_json() const {
  const std::lock_guard lock(mutex_);
  std::string json = "{";
  for (const Entry& entry : entries_)
    json.append(json.size() > 1 ? ",\"" : "\"").append(std::to_string(entry.queue_id)).append("\":1");
  return json + "}";
}

}  // namespace kongflow::host
