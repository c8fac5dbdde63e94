#include "client/call_slots.h"

#include <algorithm>

namespace kongflow::endpoints {
namespace {

constexpr std::chrono::milliseconds kCancelPoll{50};

}  // namespace

std::optional<CallSlots::Slot> CallSlots::take(const std::string& environment_id, const CallContext& context) {
  std::unique_lock lock(mutex_);
  while (taken_[environment_id] >= per_environment_) {
    const auto now = std::chrono::steady_clock::now();
    if (now >= context.deadline || context.cancelled()) return std::nullopt;
    freed_.wait_until(lock, std::min(context.deadline, now + kCancelPoll));
  }
  ++taken_[environment_id];
  return Slot(*this, environment_id);
}

void CallSlots::release(const std::string& environment_id) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = taken_.find(environment_id);
    if (--found->second == 0) taken_.erase(found);
  }
  freed_.notify_all();
}

}  // namespace kongflow::endpoints
