// Delays between attempts to reach the database.
#pragma once

#include <algorithm>
#include <chrono>

namespace kongflow::host {

// Starts at 50 ms and doubles up to 2 s, well below the time after which others consider a host dead.
class Backoff {
 public:
  std::chrono::milliseconds next() {
    const auto wait = wait_;
    wait_ = std::min(wait_ * 2, std::chrono::milliseconds(2000));
    return wait;
  }
  bool failing() const { return wait_ != kFirst; }
  void reset() { wait_ = kFirst; }

 private:
  static constexpr std::chrono::milliseconds kFirst{50};
  std::chrono::milliseconds wait_ = kFirst;
};

}  // namespace kongflow::host
