#include "client/host_name.h"

#include <Poco/Ascii.h>
#include <Poco/String.h>
#include <Poco/TextIterator.h>
#include <Poco/UTF8Encoding.h>
#include <Poco/Unicode.h>
#include <idn2.h>

#include <algorithm>
#include <memory>

#include "client/ip_text.h"
#include "client/url_characters.h"

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

bool is_name_character(int c) {
  if (c < 0x80) return c > 0 && (Poco::Ascii::isAlphaNumeric(c) || c == '-' || c == '.' || c == '_');
  Poco::Unicode::CharacterProperties properties;
  Poco::Unicode::properties(c, properties);
  return properties.category == Poco::Unicode::UCP_LETTER || properties.category == Poco::Unicode::UCP_MARK;
}

// A sentence about the first character of `name` that is not allowed in a host; nullopt: none.
std::optional<std::string> invalid_character(const std::string& name) {
  static const Poco::UTF8Encoding utf8;
  Poco::TextIterator at(name, utf8);
  const Poco::TextIterator end(name);
  for (; at != end; ++at) {
    if (is_name_character(*at)) continue;
    const std::string rule = "The host may only contain letters, digits, - . and _";
    return *at < 0 ? rule : rule + ", but contains " + code_point_name(*at);
  }
  return std::nullopt;
}

bool has_valid_labels(std::string_view name) {
  if (name.empty() || name.size() > kMaxName) return false;
  while (true) {
    const auto dot = name.find('.');
    const auto label = name.substr(0, dot);
    if (label.empty() || label.size() > kMaxLabel) return false;
    if (dot == std::string_view::npos) return true;
    name = name.substr(dot + 1);
  }
}

// True when a resolver may parse `name` as an IPv4 address: the last label is a number, decimal or 0x and hexadecimal.
bool ends_in_number(std::string_view name) {
  const auto label = name.substr(name.rfind('.') + 1);
  if (!label.empty() && std::all_of(label.begin(), label.end(), is_digit)) return true;
  return label.size() >= 2 && label[0] == '0' && label[1] == 'x' &&
         label.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos;
}

using IdnText = std::unique_ptr<char, decltype(&idn2_free)>;

std::optional<std::string> encode_idn(const std::string& name) {
  char* encoded = nullptr;
  const int result = idn2_to_ascii_8z(name.c_str(), &encoded, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const IdnText owner(encoded, &idn2_free);
  return result == IDN2_OK ? std::optional<std::string>(encoded) : std::nullopt;
}

std::optional<std::string> decode_idn(const std::string& ascii) {
  char* decoded = nullptr;
  const int result = idn2_to_unicode_8z8z(ascii.c_str(), &decoded, 0);
  const IdnText owner(decoded, &idn2_free);
  return result == IDN2_OK ? std::optional<std::string>(decoded) : std::nullopt;
}

bool has_punycode(std::string_view name) {
  return name.substr(0, 4) == "xn--" || name.find(".xn--") != std::string_view::npos;
}

// The displayed form of `ascii`. nullopt when a label claims to be Punycode, but is not.
std::optional<std::string> displayed_name(const std::string& ascii) {
  if (!has_punycode(ascii)) return ascii;
  auto decoded = decode_idn(ascii);
  return decoded && encode_idn(*decoded) == ascii ? decoded : std::nullopt;
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

  const std::string invalid = "The host is not a valid name";
  const std::string name(text);
  auto ascii = is_ascii(name) ? Poco::toLower(name) : encode_idn(name);
  if (!ascii) return invalid_character(name).value_or(invalid);
  if (!ascii->empty() && ascii->back() == '.') ascii->pop_back();
  // The mapping may yield any ASCII character: U+2100 becomes a/c.
  const auto readable = displayed_name(*ascii);
  if (!readable) return invalid;
  if (auto wrong = invalid_character(*readable)) return *std::move(wrong);
  if (!has_valid_labels(*ascii)) return invalid;
  if (!ends_in_number(*ascii)) return HostName{*ascii, std::nullopt};

  const auto address = parse_ip(*ascii);
  if (!address) return "Write the address " + std::string(text) + " as four decimal numbers, like 203.0.113.7";
  return HostName{*ascii, address};
}

bool has_suffix(std::string_view host, std::string_view suffix) {
  return host.size() > suffix.size() && host.substr(host.size() - suffix.size()) == suffix;
}

}  // namespace kongflow::endpoints
