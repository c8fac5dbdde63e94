#include "host/console/attempt_limit.h"

namespace kongflow::host {
namespace {

constexpr std::size_t kMaxAddresses = 10'000;

}  // namespace

std::optional<std::chrono::seconds> AttemptLimit::wait(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_();
  const auto found = by_address_.find(address);
  if (found == by_address_.end()) return std::nullopt;
  if (found->second.since + kWindow <= now) {
    by_address_.erase(found);
    return std::nullopt;
  }
  if (found->second.wrong < kMaxWrong) return std::nullopt;
  return std::chrono::ceil<std::chrono::seconds>(found->second.since + kWindow - now);
}

void AttemptLimit::count_wrong(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_();
  if (by_address_.size() >= kMaxAddresses) by_address_.clear();
  ++by_address_.try_emplace(address, Attempts{0, now}).first->second.wrong;
}

}  // namespace kongflow::host
