#include "host/random_token.h"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace kongflow::host {

std::string random_token() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) throw std::runtime_error("the system gives no random numbers");
  std::string text;
  for (const unsigned char byte : bytes)
    for (const int digit : {byte >> 4, byte & 15}) text += "0123456789abcdef"[digit];
  return text;
}

}  // namespace kongflow::host
