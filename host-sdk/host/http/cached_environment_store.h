// Caches environments by API key, so that a busy client does not cost one query per request.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "host/base/environment_store.h"

namespace kongflow::host {

// A cached result is valid for kTrusted; a revoked key is therefore accepted for at most that long. Unknown keys are
// not cached.
class CachedEnvironmentStore final : public EnvironmentStore {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kTrusted{1'000};

  // `store` must outlive the object. Tests pass their own `now`.
  explicit CachedEnvironmentStore(EnvironmentStore& store, std::function<Clock::time_point()> now = Clock::now)
      : store_(store), now_(std::move(now)) {}

  std::shared_ptr<const Environment> find_by_api_key(std::string_view api_key) override;
  std::shared_ptr<const Environment> recall(std::string_view api_key) override;

 private:
  struct Known {
    std::shared_ptr<const Environment> environment;
    Clock::time_point asked_at;
  };

  void remember(std::string_view api_key, std::shared_ptr<const Environment> environment, Clock::time_point asked_at);

  EnvironmentStore& store_;
  const std::function<Clock::time_point()> now_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;  // protected by mutex_
};

}  // namespace kongflow::host
