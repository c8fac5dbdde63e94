// Remembers for a moment which environment an API key belongs to, so that busy clients do not cost a query a request.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "host/environment_store.h"

namespace kongflow::host {

// What is known is told for up to kTrusted, as long as a revoked key may still be taken; a key that is not known is
// asked for each time.
class CachedEnvironmentStore final : public EnvironmentStore {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kTrusted{1'000};

  // `store` outlives the object; `now` is for tests.
  explicit CachedEnvironmentStore(EnvironmentStore& store, std::function<Clock::time_point()> now = Clock::now)
      : store_(store), now_(std::move(now)) {}

  std::optional<Environment> find_by_api_key(std::string_view api_key) override;
  std::optional<Environment> recall(std::string_view api_key) override;

 private:
  struct Known {
    Environment environment;
    Clock::time_point asked_at;
  };

  void remember(std::string_view api_key, const Environment& environment, Clock::time_point asked_at);

  EnvironmentStore& store_;
  const std::function<Clock::time_point()> now_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;  // protected by mutex_
};

}  // namespace kongflow::host
