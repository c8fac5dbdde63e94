#include "host/console/console_token.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace kongflow::host {

ConsoleToken::ConsoleToken(std::string_view token) : empty_(token.empty()), digest_(digest_of(token)) {}

bool ConsoleToken::is(std::string_view candidate) const {
  const Digest other = digest_of(candidate);
  return CRYPTO_memcmp(digest_.data(), other.data(), digest_.size()) == 0 && !empty_;
}

ConsoleToken::Digest ConsoleToken::digest_of(std::string_view text) {
  Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return digest;
}

}  // namespace kongflow::host
