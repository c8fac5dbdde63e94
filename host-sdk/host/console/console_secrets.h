// Checks the console's secrets and maps them to roles.
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
  // `settings` must contain the token. Empty secrets match nothing.
  explicit ConsoleSecrets(const ConsoleSettings& settings);

  std::optional<ConsoleRole> role_of_token(std::string_view token) const;

  enum class Login { operator_, reader, wrong, busy };
  // Checks a token or a password. Hashing a password takes a tenth of a second per configured hash, and 64 MiB of
  // memory: returns busy while two other passwords are being checked.
  Login try_login(const std::string& secret) const;

 private:
  static constexpr int kMaxChecks = 2;

  const ConsoleToken operator_token_, reader_token_;
  const std::string operator_hash_, reader_hash_;
  mutable std::atomic<int> checks_{0};
};

}  // namespace kongflow::host
