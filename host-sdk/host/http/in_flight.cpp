#include "host/http/in_flight.h"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace kongflow::host {

struct InFlight::State {
  void add(int change) {
    const std::lock_guard lock(mutex);
    count += change;
    if (changed) changed(count);
    if (count == 0) idle.notify_all();
  }

  std::function<void(int)> changed;
  std::mutex mutex;
  std::condition_variable idle;
  int count = 0;  // protected by mutex
};

InFlight::InFlight(std::function<void(int)> changed) : state_(std::make_shared<State>()) {
  state_->changed = std::move(changed);
}

std::shared_ptr<void> InFlight::enter() {
  state_->add(1);
  return {nullptr, [state = state_](void*) { state->add(-1); }};
}

int InFlight::count() const {
  const std::lock_guard lock(state_->mutex);
  return state_->count;
}

bool InFlight::wait_idle(std::chrono::milliseconds timeout) {
  std::unique_lock lock(state_->mutex);
  return state_->idle.wait_for(lock, timeout, [this] { return state_->count == 0; });
}

}  // namespace kongflow::host
