#include "host/http/cached_environment_store.h"

namespace kongflow::host {
namespace {

constexpr std::size_t kMaxKnown = 10'000;

}  // namespace

std::shared_ptr<const Environment> CachedEnvironmentStore::find_by_api_key(std::string_view api_key) {
  if (auto known = recall(api_key)) return known;
  const auto asked_at = now_();
  auto environment = store_.find_by_api_key(api_key);
  if (environment) remember(api_key, environment, asked_at);
  return environment;
}

std::shared_ptr<const Environment> CachedEnvironmentStore::recall(std::string_view api_key) {
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(std::string(api_key));
  if (found == known_.end() || now_() - found->second.asked_at >= kTrusted) return nullptr;
  return found->second.environment;
}

void CachedEnvironmentStore::remember(std::string_view api_key, std::shared_ptr<const Environment> environment,
                                      Clock::time_point asked_at) {
  const std::lock_guard lock(mutex_);
  if (known_.size() >= kMaxKnown) known_.clear();
  known_[std::string(api_key)] = {std::move(environment), asked_at};
}

}  // namespace kongflow::host
