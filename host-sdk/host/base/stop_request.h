// A stop request that interrupts waits without a timeout.
#pragma once

#include <atomic>
#include <stdexcept>

namespace kongflow::host {

struct StopRequested : std::runtime_error {
  StopRequested() : std::runtime_error("stopped on request") {}
};

// Thread-safe.
class StopRequest {
 public:
  void set() { requested_ = true; }
  bool requested() const { return requested_; }
  void check() const {  // throws StopRequested
    if (requested_) throw StopRequested();
  }

 private:
  std::atomic<bool> requested_{false};
};

}  // namespace kongflow::host
