// Who is logged in to the console with a browser.
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
  std::string csrf;      // that every request but GET has to repeat
  std::string short_id;  // identifies the session in logs; grants no access
  std::chrono::system_clock::time_point expires_at;
};

// Thread-safe. In memory: a restarted host wants a new login. A session ends 12 hours after its last use; of more than
// `most` sessions the one unused for longest goes.
class ConsoleSessions {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;
  static constexpr std::chrono::hours idle_limit{12};

  explicit ConsoleSessions(Clock clock = std::chrono::system_clock::now, std::size_t most = 1000)
      : clock_(std::move(clock)), most_(most) {}

  struct Opened {
    std::string key;  // the cookie's secret: 64 hexadecimal digits
    ConsoleSession session;
  };
  Opened open(ConsoleRole role);
  // Counts as a use.
  std::optional<ConsoleSession> find(const std::string& key);
  // Does not count as a use.
  bool has(const std::string& key) const;
  void close(const std::string& key);

 private:
  void drop_expired();
  void make_room();

  const Clock clock_;
  const std::size_t most_;
  mutable std::mutex mutex_;
  // By the digest of the key, so that the time of a look-up reveals nothing about keys. Protected by mutex_.
  std::map<std::string, ConsoleSession> sessions_;
};

}  // namespace kongflow::host
