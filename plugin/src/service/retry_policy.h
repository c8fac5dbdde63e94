// How often an index is tried, and when.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace kongflow::endpoints {

class RetryPolicy {
 public:
  static constexpr int kDefaultMaxAttempts = 25;

  RetryPolicy() = default;
  // By environment type (PRODUCTION, …); types that are not named have the default.
  explicit RetryPolicy(std::map<std::string, int> max_attempts) : max_attempts_(std::move(max_attempts)) {}

  int max_attempts(const std::string& environment_type) const;

  // How long the queue waits after a failed attempt (1, 2, …): exp(min(attempt, 10)) seconds, as Graphile Worker does.
  static std::chrono::milliseconds delay_after(std::int64_t attempt);

 private:
  std::map<std::string, int> max_attempts_;
};

}  // namespace kongflow::endpoints
