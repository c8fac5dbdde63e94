// The number and schedule of attempts to index an endpoint.
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
  // Maximum number of attempts by environment type (PRODUCTION, …). Other types have the default.
  explicit RetryPolicy(std::map<std::string, int> max_attempts) : max_attempts_(std::move(max_attempts)) {}

  int max_attempts(const std::string& environment_type) const;

  // The delay after a failed attempt (1, 2, …): exp(min(attempt, 10)) seconds, as in Graphile Worker.
  static std::chrono::milliseconds delay_after(std::int64_t attempt);

 private:
  std::map<std::string, int> max_attempts_;
};

}  // namespace kongflow::endpoints
