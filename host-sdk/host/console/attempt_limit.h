// Limits wrong secrets per client address.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace kongflow::host {

// Thread-safe. Allows ten wrong secrets in five minutes, counted from the first; then the address must wait until the
// five minutes are over.
class AttemptLimit {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  static constexpr int kMaxWrong = 10;
  static constexpr std::chrono::minutes kWindow{5};

  explicit AttemptLimit(Clock clock = std::chrono::steady_clock::now) : clock_(std::move(clock)) {}

  // Time that the address must wait when it has reached the limit. Callers must not check the secret in that case.
  std::optional<std::chrono::seconds> wait(const std::string& address);
  void count_wrong(const std::string& address);

 private:
  struct Attempts {
    int wrong = 0;
    std::chrono::steady_clock::time_point since;
  };

  const Clock clock_;
  std::mutex mutex_;
  std::map<std::string, Attempts> by_address_;  // protected by mutex_
};

}  // namespace kongflow::host
