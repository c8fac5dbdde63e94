// Counts what is under way, and waits for its end.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace kongflow::host {

// Thread-safe.
class InFlight {
 public:
  // `changed` hears every new count, one call at a time; it returns at once.
  explicit InFlight(std::function<void(int)> changed = {});
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

  // Counts one until the last copy of the ticket is gone; a ticket may outlive the counter.
  std::shared_ptr<void> enter();
  int count() const;
  // False when something was still under way after `timeout`.
  bool wait_idle(std::chrono::milliseconds timeout);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kongflow::host
