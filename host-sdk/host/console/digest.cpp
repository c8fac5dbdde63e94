#include "host/console/digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace kongflow::host {

Digest digest_of(std::string_view text) {
  Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return digest;
}

bool same_secret(const Digest& one, const Digest& other) {
  return CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

bool same_secret(std::string_view one, std::string_view other) {
  return same_secret(digest_of(one), digest_of(other));
}

}  // namespace kongflow::host
