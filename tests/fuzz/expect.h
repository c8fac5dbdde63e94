// A property that holds for every input: the fuzzer reports inputs for which it does not.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace kongflow::fuzz {

inline void expect(bool holds) {
  if (!holds) std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace kongflow::fuzz
