#include "host/console/console_token.h"

namespace kongflow::host {

ConsoleToken::ConsoleToken(std::string_view token) : empty_(token.empty()), digest_(digest_of(token)) {}

bool ConsoleToken::is(std::string_view candidate) const {
  return same_secret(digest_, digest_of(candidate)) && !empty_;
}

}  // namespace kongflow::host
