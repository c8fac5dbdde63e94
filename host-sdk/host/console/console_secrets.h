// The secrets that open the console, and the role that each gives.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "host/config/settings.h"
#include "host/console/console_role.h"
#include "host/console/console_token.h"

namespace kongflow::host {

// Thread-safe.
class ConsoleSecrets {
 public:
  // `settings` with its token filled in; what is empty opens nothing.
  explicit ConsoleSecrets(const ConsoleSettings& settings);

  std::optional<ConsoleRole> role_of_token(std::string_view token) const;

  enum class Login { operator_, reader, wrong, busy };
  // Of a token or a password. A password takes a tenth of a second for each hash that there is, and much memory: busy
  // while two others are being checked.
  Login try_login(const std::string& secret) const;

 private:
  static constexpr int most_checks = 2;

  const ConsoleToken operator_token_, reader_token_;
  const std::string operator_hash_, reader_hash_;
  mutable std::atomic<int> checks_{0};
};

}  // namespace kongflow::host
