#include "host/console/console_secrets.h"

#include "host/console/password.h"

namespace kongflow::host {

ConsoleSecrets::ConsoleSecrets(const ConsoleSettings& settings)
    : operator_token_(settings.token),
      reader_token_(settings.read_only_token),
      operator_hash_(settings.password_hash),
      reader_hash_(settings.read_only_password_hash) {}

std::optional<ConsoleRole> ConsoleSecrets::role_of_token(std::string_view token) const {
  const bool is_operator = operator_token_.is(token), is_reader = reader_token_.is(token);
  if (is_operator) return ConsoleRole::operator_;
  return is_reader ? std::optional(ConsoleRole::reader) : std::nullopt;
}

ConsoleSecrets::Login ConsoleSecrets::try_login(const std::string& secret) const {
  if (const auto role = role_of_token(secret))
    return *role == ConsoleRole::operator_ ? Login::operator_ : Login::reader;
  if (operator_hash_.empty() && reader_hash_.empty()) return Login::wrong;
  Login result = Login::busy;
  if (++checks_ <= kMaxChecks) {
    const bool is_operator = !operator_hash_.empty() && password_matches(operator_hash_, secret);
    const bool is_reader = !reader_hash_.empty() && password_matches(reader_hash_, secret);
    result = is_operator ? Login::operator_ : is_reader ? Login::reader : Login::wrong;
  }
  --checks_;
  return result;
}

}  // namespace kongflow::host
