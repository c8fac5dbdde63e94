#include "client/display_text.h"

#include <Poco/UTF8Encoding.h>

#include <utility>

#include "client/invisible_characters.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kMaxScanned = 4096;

// The code point at the beginning of `text` and its bytes; U+FFFD for a byte that is not UTF-8.
std::pair<int, std::size_t> decode_first(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (length > text.size() || !Poco::UTF8Encoding::isLegal(bytes, static_cast<int>(length))) return {0xFFFD, 1};
  int point = length == 1 ? lead : lead & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (bytes[i] & 0x3F);
  return {point, length};
}

bool is_line_break(int point) {
  return point == '\n' || point == '\r' || point == 0x85 || point == 0x2028 || point == 0x2029;
}

}  // namespace

std::string shorten(std::string_view utf8, std::size_t max_bytes) {
  if (utf8.size() <= max_bytes) return std::string(utf8);
  while (max_bytes > 0 && (static_cast<unsigned char>(utf8[max_bytes]) & 0xC0) == 0x80) --max_bytes;
  return std::string(utf8.substr(0, max_bytes)) + "…";
}

std::string first_line(std::string_view text, std::size_t max_bytes) {
  text = text.substr(0, kMaxScanned);
  std::string line;
  while (!text.empty() && line.size() <= max_bytes) {
    const auto [point, length] = decode_first(text);
    if (is_line_break(point) && !line.empty()) break;
    if (point == 0xFFFD) {
      line += "\xEF\xBF\xBD";
    } else if (point == '\t' || is_blank(point)) {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else if (!is_formatting(point)) {
      line.append(text.substr(0, length));
    }
    text.remove_prefix(length);
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return shorten(line, max_bytes);
}

}  // namespace kongflow::endpoints
