#include "host/base/random_token.h"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

#include "host/base/hex.h"

namespace kongflow::host {

std::string random_token() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1)
    throw std::runtime_error("the system's random number generator failed");
  return hex(bytes);
}

}  // namespace kongflow::host
