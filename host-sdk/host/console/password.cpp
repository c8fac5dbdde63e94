#include "host/console/password.h"

#include <argon2.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace kongflow::host {
namespace {

// RFC 9106, the second recommended choice, on one lane.
constexpr std::uint32_t passes = 3;
constexpr std::uint32_t memory_kib = 64 * 1024;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;

}  // namespace

std::string hash_password(const std::string& password) {
  std::array<unsigned char, salt_bytes> salt{};
  if (RAND_bytes(salt.data(), salt.size()) != 1) throw std::runtime_error("the system gives no random numbers");
  std::vector<char> encoded(argon2_encodedlen(passes, memory_kib, lanes, salt_bytes, hash_bytes, Argon2_id));
  const int result = argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(), salt.data(),
                                           salt.size(), hash_bytes, encoded.data(), encoded.size());
  if (result != ARGON2_OK)
    throw std::runtime_error(std::string("the password cannot be hashed: ") + argon2_error_message(result));
  return encoded.data();
}

bool password_matches(const std::string& hash, const std::string& password) {
  return argon2id_verify(hash.c_str(), password.data(), password.size()) == ARGON2_OK;
}

}  // namespace kongflow::host
