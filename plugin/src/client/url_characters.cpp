#include "client/url_characters.h"

#include <Poco/NumberFormatter.h>
#include <Poco/TextIterator.h>
#include <Poco/UTF8Encoding.h>

#include <utility>

#include "client/invisible_characters.h"

namespace kongflow::endpoints {
namespace {

constexpr int kFirstPrintable = 0x21;
constexpr int kDelete = 0x7F;

// The kind of the forbidden character `c`, and the remedy.
std::optional<std::pair<const char*, const char*>> classify(int c) {
  if (c == ' ') return std::pair("a space", "remove it, or write it as %20");
  if (c == '\\') return std::pair("a backslash", "write / instead");
  if (c >= 0 && (c < kFirstPrintable || c == kDelete)) return std::pair("a control character", "remove it");
  if (is_blank(c) || is_formatting(c)) return std::pair("an invisible character", "remove it");
  return std::nullopt;
}

}  // namespace

std::string code_point_name(int code_point) {
  return "U+" + Poco::NumberFormatter::formatHex(static_cast<unsigned>(code_point), 4);
}

std::optional<std::string> forbidden_character(std::string_view text, std::string_view subject) {
  const auto report = [&](int c, int place) -> std::optional<std::string> {
    const auto found = classify(c);
    if (!found) return std::nullopt;
    return std::string(subject) + " contains " + found->first + ", " + code_point_name(c) + ", as character " +
           std::to_string(place) + ": " + found->second;
  };
  static const Poco::UTF8Encoding utf8;
  const std::string owned(text);
  Poco::TextIterator at(owned, utf8);
  const Poco::TextIterator end(owned);
  for (int place = 1; at != end; ++at, ++place)
    if (auto reason = report(*at, place)) return reason;
  // Poco would consume ASCII bytes as the rest of a truncated character.
  int place = 0;
  for (const unsigned char byte : text) {
    place += (byte & 0xC0) != 0x80 ? 1 : 0;
    if (byte > kDelete) continue;
    if (auto reason = report(byte, place)) return reason;
  }
  return std::nullopt;
}

}  // namespace kongflow::endpoints
