#include "domain/json_text.h"

#include "domain/json_scanner.h"

namespace kongflow::endpoints {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Of the string that `text` begins with. A quotation mark is escaped by an odd number of backslashes before it.
std::size_t string_length(std::string_view text) {
  for (std::size_t quote = text.find('"', 1);; quote = text.find('"', quote + 1)) {
    std::size_t before = quote;
    while (text[before - 1] == '\\') --before;
    if ((quote - before) % 2 == 0) return quote + 1;
  }
}

// The type of the value at the beginning of `text`.
std::size_t value_length(std::string_view text) {
  if (text.front() == '"') return string_length(text);
  if (text.front() != '{' && text.front() != '[') return std::min(text.find_first_of(",]} \t\r\n"), text.size());
  std::size_t depth = 0;
  std::size_t i = 0;
  do {
    switch (text[i]) {
      case '"':
        i += string_length(text.substr(i));
        continue;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        --depth;
        break;
      default:
        break;
    }
    ++i;
  } while (depth > 0);
  return i;
}

// Removes the value at the beginning of `rest`, with the space and comma or colon after it.
std::string_view take_value(std::string_view& rest) {
  const std::string_view taken = rest.substr(0, value_length(rest));
  rest = trim(rest.substr(taken.size()));
  if (!rest.empty() && (rest.front() == ',' || rest.front() == ':')) rest = trim(rest.substr(1));
  return taken;
}

void append_utf8(std::string& out, unsigned code) {
  const auto put = [&out](unsigned byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

// Decodes the escape sequence at `at` (the backslash), and advances `at` past it.
void append_escape(std::string& out, std::string_view text, std::size_t& at) {
  const char kind = text[at + 1];
  if (kind != 'u') {
    static constexpr std::string_view kFrom = "bfnrt";
    static constexpr std::string_view kTo = "\b\f\n\r\t";
    const auto index = kFrom.find(kind);
    out += index == std::string_view::npos ? kind : kTo[index];
    at += 2;
    return;
  }
  unsigned code = *parse_hex4(text.substr(at + 2));
  at += 6;
  if (is_high_surrogate(code)) {
    code = 0x10000 + ((code - 0xD800) << 10) + (*parse_hex4(text.substr(at + 2)) - 0xDC00);
    at += 6;
  }
  append_utf8(out, code);
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.substr(0, kMark.size()) == kMark ? text.substr(kMark.size()) : text;
}

std::optional<JsonProblem> find_json_problem(std::string_view text, int max_depth) {
  return JsonScanner(text, max_depth).scan();
}

std::variant<std::string, JsonProblem> replace_unstorable(std::string_view text, const Placeholders& placeholders,
                                                          int max_depth) {
  JsonScanner scanner(text, max_depth, placeholders);
  if (auto problem = scanner.scan()) return std::move(*problem);
  std::string clean;
  clean.reserve(text.size());
  std::size_t done = 0;
  for (const auto& slice : scanner.collected()) {
    clean.append(text, done, slice.offset - done).append(slice.placeholder);
    done = slice.offset + slice.length;
  }
  clean.append(text, done, std::string_view::npos);
  return clean;
}

std::optional<std::string> sanitize_json(std::string_view text, int max_depth) {
  auto clean = replace_unstorable(text, {kReplacement}, max_depth);
  if (std::holds_alternative<JsonProblem>(clean)) return std::nullopt;
  return std::get<std::string>(std::move(clean));
}

JsonType json_type(std::string_view value) {
  switch (trim(value).front()) {
    case '{':
      return JsonType::object;
    case '[':
      return JsonType::array;
    case '"':
      return JsonType::string;
    case 't':
    case 'f':
      return JsonType::boolean;
    case 'n':
      return JsonType::null;
    default:
      return JsonType::number;
  }
}

std::vector<JsonMember> json_members(std::string_view value) {
  std::vector<JsonMember> members;
  if (json_type(value) != JsonType::object) return members;
  std::string_view rest = trim(trim(value).substr(1));
  while (rest.front() != '}') {
    std::string name = *json_string(take_value(rest));
    members.push_back({std::move(name), take_value(rest)});
  }
  return members;
}

std::optional<std::string_view> json_member(std::string_view value, std::string_view name) {
  std::optional<std::string_view> found;
  for (const JsonMember& member : json_members(value))
    if (member.name == name) found = member.value;
  return found;
}

bool is_empty_json_object(std::string_view value) {
  return json_type(value) == JsonType::object && trim(trim(value).substr(1)).front() == '}';
}

std::vector<std::string_view> json_elements(std::string_view value) {
  std::vector<std::string_view> elements;
  if (json_type(value) != JsonType::array) return elements;
  std::string_view rest = trim(trim(value).substr(1));
  while (rest.front() != ']') elements.push_back(take_value(rest));
  return elements;
}

std::optional<std::string> json_string(std::string_view value) {
  value = trim(value);
  if (value.front() != '"') return std::nullopt;
  value = value.substr(0, value.size() - 1);
  std::string decoded;
  for (std::size_t i = 1; i < value.size();) {
    const std::size_t escape = std::min(value.find('\\', i), value.size());
    decoded.append(value, i, escape - i);
    i = escape;
    if (i < value.size()) append_escape(decoded, value, i);
  }
  return decoded;
}

std::string quote_json(std::string_view utf8) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string quoted = "\"";
  for (char c : utf8) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (const auto byte = static_cast<unsigned char>(c); byte < 0x20) {
      quoted += "\\u00";
      quoted += kHex[byte >> 4];
      quoted += kHex[byte & 15];
    } else {
      quoted += c;
    }
  }
  return quoted += '"';
}

}  // namespace kongflow::endpoints
