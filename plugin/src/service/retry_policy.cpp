#include "service/retry_policy.h"

#include <algorithm>
#include <cmath>

namespace kongflow::endpoints {

int RetryPolicy::max_attempts(const std::string& environment_type) const {
  const auto found = max_attempts_.find(environment_type);
  return found == max_attempts_.end() ? kDefaultMaxAttempts : found->second;
}

std::chrono::milliseconds RetryPolicy::delay_after(std::int64_t attempt) {
  constexpr std::int64_t kMaxExponent = 10;
  const double seconds = std::exp(static_cast<double>(std::min(attempt, kMaxExponent)));
  return std::chrono::milliseconds(std::llround(seconds * 1000));
}

}  // namespace kongflow::endpoints
