// Encodes bytes as hexadecimal digits.
#pragma once

#include <string>

namespace kongflow::host {

// `bytes`: any range of unsigned char.
template <class Bytes>
std::string hex(const Bytes& bytes) {
  std::string text;
  for (const unsigned char byte : bytes)
    for (const int digit : {byte >> 4, byte & 15}) text += "0123456789abcdef"[digit];
  return text;
}

}  // namespace kongflow::host
