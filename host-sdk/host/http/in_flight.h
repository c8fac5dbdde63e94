// Counts operations in progress and waits for their end.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace kongflow::host {

// Thread-safe.
class InFlight {
 public:
  // `changed` receives each new count, one call at a time; it must return immediately.
  explicit InFlight(std::function<void(int)> changed = {});
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

  // Counts as one operation until the last copy of the ticket is destroyed. Tickets may outlive the counter.
  std::shared_ptr<void> enter();
  int count() const;
  // Waits until the count is zero; false after `timeout`.
  bool wait_idle(std::chrono::milliseconds timeout);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kongflow::host
