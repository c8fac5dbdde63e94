// How many wrong secrets an address may send.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace kongflow::host {

// Thread-safe. Ten in five minutes, counted from the first; then the address waits until those are over.
class AttemptLimit {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  static constexpr int most_wrong = 10;
  static constexpr std::chrono::minutes window{5};

  explicit AttemptLimit(Clock clock = std::chrono::steady_clock::now) : clock_(std::move(clock)) {}

  // How long the address has to wait when it has sent too many; then do not look at what it sends.
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
