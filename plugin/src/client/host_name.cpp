#include "client/host_name.h"

#include <Poco/Exception.h>
#include <Poco/Net/DNS.h>
#include <Poco/TextIterator.h>
#include <Poco/UTF8Encoding.h>
#include <Poco/UTF8String.h>
#include <Poco/Unicode.h>

#include <algorithm>
#include <cctype>

#include "client/ip_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kMaxName = 253;
constexpr std::size_t kMaxLabel = 63;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Letters that only look like another one (full width, enclosed, mathematical, ligatures): resolvers would fold them.
bool is_lookalike(int c) {
  return (c >= 0x02B0 && c <= 0x02FF) || (c >= 0x1D2C && c <= 0x1D6A) || (c >= 0x2070 && c <= 0x24FF) ||
         (c >= 0x3200 && c <= 0x33FF) || (c >= 0xFB00 && c <= 0xFB4F) || (c >= 0xFE70 && c <= 0xFFFF) ||
         (c >= 0x1D400 && c <= 0x1D7FF) || (c >= 0x1F100 && c <= 0x1F2FF);
}

bool is_name_character(int c) {
  if (c < 0x80) return c > 0 && (std::isalnum(c) || c == '-' || c == '.' || c == '_');
  if (is_lookalike(c)) return false;
  Poco::Unicode::CharacterProperties properties;
  Poco::Unicode::properties(c, properties);
  return properties.category == Poco::Unicode::UCP_LETTER || properties.category == Poco::Unicode::UCP_MARK;
}

bool has_name_characters_only(const std::string& name) {
  static const Poco::UTF8Encoding utf8;
  Poco::TextIterator at(name, utf8);
  const Poco::TextIterator end(name);
  for (; at != end; ++at)
    if (!is_name_character(*at)) return false;
  return true;
}

bool has_good_labels(std::string_view name) {
  if (name.empty() || name.size() > kMaxName) return false;
  while (true) {
    const auto dot = name.find('.');
    const auto label = name.substr(0, dot);
    if (label.empty() || label.size() > kMaxLabel) return false;
    if (dot == std::string_view::npos) return true;
    name = name.substr(dot + 1);
  }
}

// What some resolver would read as an IPv4 address: a last label of digits, or of 0x and hexadecimal digits.
bool ends_in_number(std::string_view name) {
  const auto label = name.substr(name.rfind('.') + 1);
  if (!label.empty() && std::all_of(label.begin(), label.end(), is_digit)) return true;
  return label.size() >= 2 && label[0] == '0' && label[1] == 'x' &&
         label.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos;
}

// `name` in ASCII. nullopt: it cannot be written so, or holds a label that only claims to be Punycode.
std::optional<std::string> to_ascii(const std::string& name) {
  using Poco::Net::DNS;
  try {
    const std::string ascii = is_ascii(name) ? name : DNS::encodeIDN(name);
    if (ascii.compare(0, 4, "xn--") != 0 && ascii.find(".xn--") == std::string::npos) return ascii;
    const std::string decoded = DNS::decodeIDN(ascii);
    if (!has_name_characters_only(decoded) || DNS::encodeIDN(decoded) != ascii) return std::nullopt;
    return ascii;
  } catch (const Poco::Exception&) {
    return std::nullopt;
  }
}

std::variant<HostName, std::string> bracketed(std::string_view text) {
  const auto address = parse_ip(std::string(text.substr(1, text.size() - 2)));
  if (!address || address->family() != Poco::Net::AddressFamily::IPv6)
    return "The host " + std::string(text) + " is not an IPv6 address";
  return HostName{ip_text(*address), address};
}

}  // namespace

std::variant<HostName, std::string> parse_host(std::string_view text) {
  if (text.empty()) return std::string("The URL has no host");
  if (text.front() == '[' && text.back() == ']') return bracketed(text);

  std::string name = Poco::UTF8::toLower(std::string(text));
  if (!name.empty() && name.back() == '.') name.pop_back();
  if (!has_name_characters_only(name)) return std::string("The host may only hold letters, digits, - . and _");
  const auto ascii = to_ascii(name);
  if (!ascii || !has_good_labels(*ascii)) return std::string("The host is not a valid name");
  if (!ends_in_number(*ascii)) return HostName{*ascii, std::nullopt};

  const auto address = parse_ip(*ascii);
  if (!address) return "Write the address " + std::string(text) + " as four decimal numbers, like 203.0.113.7";
  return HostName{*ascii, address};
}

}  // namespace kongflow::endpoints
