#include "client/app_words.h"

#include <Poco/String.h>
#include <Poco/UTF8Encoding.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <utility>
#include <vector>

#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kTellingLetters = 8;

constexpr int kMaxEncodings = 3;

// A character of a text, and the bytes there that stand for it.
struct Letter {
  char value;
  std::size_t begin;
  std::size_t end;
};
using Letters = std::vector<Letter>;

std::optional<int> hex_digit(const Letter& letter) {
  const auto byte = static_cast<unsigned char>(letter.value);
  if (std::isxdigit(byte) == 0) return std::nullopt;
  return std::isdigit(byte) != 0 ? byte - '0' : std::tolower(byte) - 'a' + 10;
}

Letters percent_decoded(const Letters& letters) {
  Letters decoded;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    decoded.push_back(letters[i]);
    if (letters[i].value != '%' || i + 2 >= letters.size()) continue;
    const auto high = hex_digit(letters[i + 1]);
    const auto low = hex_digit(letters[i + 2]);
    if (!high || !low) continue;
    decoded.back() = {static_cast<char>(*high * 16 + *low), letters[i].begin, letters[i + 2].end};
    i += 2;
  }
  return decoded;
}

// The letters and digits, in lower case, behind all percent-encodings.
Letters letters_of(std::string_view text) {
  Letters letters;
  for (std::size_t at = 0; at < text.size(); ++at) letters.push_back({text[at], at, at + 1});
  for (int i = 0; i < kMaxEncodings; ++i) letters = percent_decoded(letters);
  const auto tells_nothing = [](const Letter& letter) {
    const auto byte = static_cast<unsigned char>(letter.value);
    return byte >= 0x80 || std::isalnum(byte) == 0;
  };
  letters.erase(std::remove_if(letters.begin(), letters.end(), tells_nothing), letters.end());
  for (Letter& letter : letters) letter.value = static_cast<char>(std::tolower(letter.value));
  return letters;
}

// How many letters from `first` on are somewhere in `secret` in a row.
std::size_t match(const Letters& letters, std::size_t first, const Letters& secret) {
  std::size_t longest = 0;
  for (std::size_t from = 0; from + longest < secret.size(); ++from) {
    std::size_t length = 0;
    while (first + length < letters.size() && from + length < secret.size() &&
           letters[first + length].value == secret[from + length].value)
      ++length;
    longest = std::max(longest, length);
  }
  return longest;
}

constexpr std::size_t kMaxTitle = 100;
constexpr std::size_t kMaxScanned = 4096;  // bytes in which a first line or a title is looked for

// The code point at the front of `text` and its bytes; U+FFFD for a byte that is not UTF-8.
std::pair<std::uint32_t, std::size_t> decode_front(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (length > text.size() || !Poco::UTF8Encoding::isLegal(bytes, static_cast<int>(length))) return {0xFFFD, 1};
  std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (bytes[i] & 0x3FU);
  return {point, length};
}

bool is_line_break(std::uint32_t point) {
  return point == '\n' || point == '\r' || point == 0x85 || point == 0x2028 || point == 0x2029;
}

// Characters without a shape, which can hide or reorder the others: controls, bidirectional marks, zero widths.
bool is_invisible(std::uint32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0xAD || (point >= 0x200B && point <= 0x200F) ||
         (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF ||
         (point >= 0xE0000 && point <= 0xE007F);
}

std::optional<std::string> text_member(std::string_view json, std::string_view name) {
  const auto value = json_member(json, name);
  auto text = value ? json_string(*value) : std::nullopt;
  if (text && text->empty()) return std::nullopt;
  return text;
}

std::optional<std::string> words_of_json(std::string_view json) {
  if (auto words = text_member(json, "message")) return words;
  const auto error = json_member(json, "error");
  if (error && json_type(*error) == JsonType::object) {
    if (auto words = words_of_json(*error)) return words;
  }
  for (const char* name : {"error", "error_description", "detail", "title"})
    if (auto words = text_member(json, name)) return words;
  const auto errors = json_member(json, "errors");
  const auto listed = errors ? json_elements(*errors) : std::vector<std::string_view>();
  if (listed.empty()) return std::nullopt;
  return json_type(listed[0]) == JsonType::string ? json_string(listed[0]) : text_member(listed[0], "message");
}

// The first character that is no space; 0: none.
char first_visible(std::string_view body) {
  body = without_byte_order_mark(body);
  const auto first = body.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? '\0' : body[first];
}

// Neither markup, nor JSON that was cut, nor binary.
bool is_plain_text(std::string_view body) {
  return std::string_view("<{[").find(first_visible(body)) == std::string_view::npos &&
         body.substr(0, kMaxScanned).find('\0') == std::string_view::npos;
}

std::string decode_entities(std::string text) {
  static constexpr std::pair<const char*, const char*> kEntities[] = {
      {"&lt;", "<"},   {"&gt;", ">"},    {"&quot;", "\""}, {"&#39;", "'"},    {"&#x27;", "'"},
      {"&nbsp;", " "}, {"&ndash;", "–"}, {"&mdash;", "—"}, {"&middot;", "·"}, {"&amp;", "&"}};
  for (const auto& [entity, character] : kEntities) Poco::replaceInPlace(text, entity, character);
  return text;
}

}  // namespace

std::string shorten(std::string_view utf8, std::size_t max_bytes) {
  if (utf8.size() <= max_bytes) return std::string(utf8);
  while (max_bytes > 0 && (static_cast<unsigned char>(utf8[max_bytes]) & 0xC0) == 0x80) --max_bytes;
  return std::string(utf8.substr(0, max_bytes)) + "…";
}

std::string without_secret(std::string text, std::string_view secret) {
  const auto letters = letters_of(text);
  const auto wanted = letters_of(secret);
  if (wanted.empty()) return text;
  const std::size_t telling = std::min(kTellingLetters, wanted.size());
  std::string masked;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < letters.size();) {
    const std::size_t length = match(letters, i, wanted);
    if (length < telling) {
      ++i;
      continue;
    }
    masked.append(text, copied, letters[i].begin - copied).append("***");
    copied = letters[i + length - 1].end;
    i += length;
  }
  return masked.append(text, copied, std::string::npos);
}

std::optional<ClientFailure> without_secret(std::optional<ClientFailure> failure, std::string_view secret) {
  if (!failure) return failure;
  failure->message = without_secret(std::move(failure->message), secret);
  if (failure->reason) failure->reason = without_secret(std::move(*failure->reason), secret);
  return failure;
}

std::string first_line(std::string_view text, std::size_t max_bytes) {
  text = text.substr(0, kMaxScanned);
  std::string line;
  while (!text.empty() && line.size() <= max_bytes) {
    const auto [point, length] = decode_front(text);
    if (is_line_break(point) && !line.empty()) break;
    if (point == 0xFFFD) {
      line += "\xEF\xBF\xBD";
    } else if (point == ' ' || point == '\t') {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else if (!is_invisible(point)) {
      line.append(text.substr(0, length));
    }
    text.remove_prefix(length);
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return shorten(line, max_bytes);
}

std::optional<std::string> words_of(std::string_view body) {
  const auto json = sanitize_json(without_byte_order_mark(body));
  const auto words = json ? words_of_json(*json) : std::nullopt;
  auto line = words ? first_line(*words) : json || !is_plain_text(body) ? std::string() : first_line(body);
  if (line.empty()) return std::nullopt;
  return line;
}

bool is_markup(std::string_view body) {
  return first_visible(body) == '<';
}

std::optional<std::string> html_title(std::string_view body) {
  const std::string page = Poco::toLower(std::string(body.substr(0, kMaxScanned)));
  const auto tag = page.find("<title");
  const auto begin = page.find('>', tag);
  if (tag == std::string::npos || begin == std::string::npos) return std::nullopt;
  const auto end = page.find("</title", begin);
  auto title = first_line(decode_entities(std::string(body.substr(begin + 1, end - begin - 1))), kMaxTitle);
  if (title.empty()) return std::nullopt;
  return title;
}

}  // namespace kongflow::endpoints
