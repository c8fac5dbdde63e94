#include "host/tasks/deferred_queues.h"

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

bool DeferredQueues::release(const std::string& share, std::size_t count) {
  const std::lock_guard lock(mutex_);
  bool any = false;
  for (; count > 0; --count) {
    const auto found = by_share_.find(share);
    if (found == by_share_.end()) break;
    erase(found->second.front());
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
