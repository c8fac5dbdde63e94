#include "host/tasks/error_text.h"

namespace kongflow::host {
namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";
constexpr char kCut[] = "… (cut)";

bool continues(unsigned char c) {
  return (c & 0xC0) == 0x80;
}

// Bytes of the well-formed character at the beginning; 0 when there is none.
std::size_t character_size(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = at(0);
  if (first != 0 && first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(at(1)) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && at(1) < 0xA0;
    const bool surrogate = first == 0xED && at(1) > 0x9F;
    return !overlong && !surrogate && continues(at(1)) && continues(at(2)) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && at(1) < 0x90;
    const bool beyond = first == 0xF4 && at(1) > 0x8F;
    return !overlong && !beyond && continues(at(1)) && continues(at(2)) && continues(at(3)) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string storable_error_text(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    if (result.size() + (size == 0 ? 3 : size) > kLongestErrorText_bytes) return result + kCut;
    if (size == 0)
      result += kReplacement;
    else
      result += text.substr(0, size);
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return result;
}

}  // namespace kongflow::host
