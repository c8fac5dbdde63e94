// Browser sessions of the console.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "host/console/console_role.h"

namespace kongflow::host {

struct ConsoleSession {
  ConsoleRole role = ConsoleRole::reader;
  std::string csrf;      // token that every request except GET must repeat
  std::string short_id;  // identifies the session in logs; grants no access
  std::chrono::system_clock::time_point expires_at;
};

// Thread-safe. Sessions are in memory: users must log in again after a restart. A session ends 12 hours after its last
// use. Above `max_sessions`, the session unused for longest ends.
class ConsoleSessions {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;
  static constexpr std::chrono::hours kIdleLimit{12};

  explicit ConsoleSessions(Clock clock = std::chrono::system_clock::now, std::size_t max_sessions = 1000)
      : clock_(std::move(clock)), max_sessions_(max_sessions) {}

  struct Opened {
    std::string key;  // the cookie's secret: 64 hexadecimal digits
    ConsoleSession session;
  };
  Opened open(ConsoleRole role);
  // Finds a session and extends it.
  std::optional<ConsoleSession> find(const std::string& key);
  // Does not extend the session.
  bool has(const std::string& key) const;
  void close(const std::string& key);

 private:
  void drop_expired();
  void make_room();

  const Clock clock_;
  const std::size_t max_sessions_;
  mutable std::mutex mutex_;
  // By the digest of the key, so that the time of a look-up reveals nothing about keys. Protected by mutex_.
  std::map<std::string, ConsoleSession> sessions_;
};

}  // namespace kongflow::host
