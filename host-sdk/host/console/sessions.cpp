#include "host/console/sessions.h"

#include <algorithm>

#include "host/base/hex.h"
#include "host/base/random_token.h"
#include "host/console/digest.h"

namespace kongflow::host {
namespace {

constexpr std::size_t kShortIdDigits = 8;

std::string name_of(const std::string& key) {
  return hex(digest_of(key));
}

}  // namespace

ConsoleSessions::Opened ConsoleSessions::open(ConsoleRole role) {
  std::string key = random_token();
  const std::string name = name_of(key);
  const std::lock_guard lock(mutex_);
  make_room();
  ConsoleSession session{role, random_token(), name.substr(0, kShortIdDigits), clock_() + kIdleLimit};
  sessions_[name] = session;
  return {std::move(key), std::move(session)};
}

std::optional<ConsoleSession> ConsoleSessions::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(name_of(key));
  if (found == sessions_.end()) return std::nullopt;
  const auto now = clock_();
  if (found->second.expires_at <= now) {
    sessions_.erase(found);
    return std::nullopt;
  }
  found->second.expires_at = now + kIdleLimit;
  return found->second;
}

bool ConsoleSessions::has(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(name_of(key));
  return found != sessions_.end() && found->second.expires_at > clock_();
}

void ConsoleSessions::close(const std::string& key) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(name_of(key));
}

void ConsoleSessions::make_room() {
  if (sessions_.size() < max_sessions_) return;
  drop_expired();
  if (sessions_.size() < max_sessions_) return;
  sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(), [](const auto& a, const auto& b) {
    return a.second.expires_at < b.second.expires_at;
  }));
}

void ConsoleSessions::drop_expired() {
  const auto now = clock_();
  for (auto entry = sessions_.begin(); entry != sessions_.end();)
    entry = entry->second.expires_at <= now ? sessions_.erase(entry) : std::next(entry);
}

}  // namespace kongflow::host
