#include "client/target_url.h"

#include <Poco/Ascii.h>
#include <Poco/String.h>

#include <charconv>
#include <utility>
#include <vector>

#include "client/host_name.h"
#include "client/url_characters.h"
#include "domain/url_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

std::uint16_t default_port(bool https) {
  return https ? kHttpsPort : kHttpPort;
}

// Removes the scheme and :// from the front of `rest`, and returns the scheme.
std::optional<bool> take_scheme(std::string_view& rest) {
  const auto colon = rest.find(':');
  if (colon == std::string_view::npos || rest.substr(colon, 3) != "://") return std::nullopt;
  const std::string scheme = Poco::toLower(std::string(rest.substr(0, colon)));
  if (scheme != "http" && scheme != "https") return std::nullopt;
  rest = rest.substr(colon + 3);
  return scheme == "https";
}

// Users paste URLs together with the quotation marks of mails, Markdown and source code.
std::string explain_missing_scheme(std::string_view text) {
  static constexpr std::pair<std::string_view, std::string_view> kMarks[] = {
      {"<", ">"}, {"\"", "\""}, {"'", "'"}, {"`", "`"}, {"(", ")"},
      {"[", "]"}, {"{", "}"},   {"“", "”"}, {"‘", "’"}, {"«", "»"}};
  std::string reason = "The URL must begin with http:// or https://";
  for (const auto& [opening, closing] : kMarks) {
    if (text.substr(0, opening.size()) != opening) continue;
    reason.append(": remove ").append(opening).append(" from its beginning");
    const bool closed = text.size() > opening.size() && text.substr(text.size() - closing.size()) == closing;
    if (closed) reason.append(", and ").append(closing).append(" from its end");
    break;
  }
  return reason;
}

std::optional<std::uint16_t> parse_port(std::string_view digits) {
  std::uint16_t port = 0;
  const auto end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, port);
  if (digits.size() > 5 || parsed.ec != std::errc() || parsed.ptr != end || port == 0) return std::nullopt;
  return port;
}

std::string percent_encode(std::string_view text, std::string_view also) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || also.find(c) != std::string_view::npos) {
      encoded += '%';
      encoded += kHex[byte >> 4];
      encoded += kHex[byte & 15];
    } else {
      encoded += c;
    }
  }
  return encoded;
}

// "." and ".." in every spelling that URLs allow.
int dots(std::string_view segment) {
  int count = 0;
  while (!segment.empty()) {
    if (segment.front() == '.') {
      segment = segment.substr(1);
    } else if (Poco::icompare(std::string(segment.substr(0, 3)), "%2e") == 0) {
      segment = segment.substr(3);
    } else {
      return 0;
    }
    if (++count > 2) return 0;
  }
  return count;
}

std::string remove_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  while (!path.empty()) {
    const auto slash = path.find('/', 1);
    const auto segment = path.substr(1, slash == std::string_view::npos ? slash : slash - 1);
    const bool last = slash == std::string_view::npos;
    path = last ? std::string_view() : path.substr(slash);
    const int count = dots(segment);
    if (count == 2 && !kept.empty()) kept.pop_back();
    if (count == 0) {
      kept.push_back(segment);
    } else if (last) {
      kept.emplace_back();
    }
  }
  std::string joined;
  for (const auto& segment : kept) joined.append("/").append(segment);
  return joined.empty() ? "/" : joined;
}

std::string encode_path_and_query(std::string_view text) {
  text = text.substr(0, text.find('#'));
  const auto question = text.find('?');
  std::string encoded = remove_dot_segments(percent_encode(text.substr(0, question), "\"<>`{}"));
  if (question != std::string_view::npos) encoded += percent_encode(text.substr(question), "\"'<>");
  return encoded;
}

}  // namespace

std::string TargetUrl::host_header() const {
  const bool v6 = address && address->family() == Poco::Net::AddressFamily::IPv6;
  const std::string name = v6 ? "[" + host + "]" : host;
  return port == default_port(https) ? name : name + ":" + std::to_string(port);
}

std::string TargetUrl::origin() const {
  return (https ? "https://" : "http://") + host_header();
}

ParsedUrl parse_url(std::string_view text, std::size_t max_bytes) {
  text = trim_url(text);
  if (text.size() > max_bytes) return "The URL is longer than " + std::to_string(max_bytes) + " bytes";
  if (auto forbidden = forbidden_character(text, "The URL")) return *std::move(forbidden);

  std::string_view rest = text;
  const auto https = take_scheme(rest);
  if (!https) return explain_missing_scheme(text);

  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  rest = rest.substr(authority.size());
  if (authority.find('@') != std::string_view::npos)
    return std::string("The URL must not contain a user name or password");

  const auto bracket = authority.rfind(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  TargetUrl url;
  url.https = *https;
  url.port = default_port(*https);
  if (colon != std::string_view::npos && colon + 1 < authority.size()) {
    const auto port = parse_port(authority.substr(colon + 1));
    if (!port) return std::string("The port of the URL must be a number from 1 to 65535");
    url.port = *port;
  }
  auto host = parse_host(authority.substr(0, colon));
  if (const auto* reason = std::get_if<std::string>(&host)) return *reason;
  url.host = std::get<HostName>(host).text;
  url.address = std::get<HostName>(host).address;
  url.path_and_query = encode_path_and_query(rest);
  return url;
}

ParsedUrl parse_location(const TargetUrl& base, std::string_view location) {
  const std::string text(location);
  const auto colon = text.find(':');
  if (colon != std::string::npos && colon < text.find_first_of("/?#")) return parse_url(text);
  if (text.substr(0, 2) == "//") return parse_url((base.https ? "https:" : "http:") + text);
  const std::string path = base.path_and_query.substr(0, base.path_and_query.find('?'));
  if (text.substr(0, 1) == "/") return parse_url(base.origin() + text);
  if (text.empty() || text[0] == '?' || text[0] == '#') return parse_url(base.origin() + path + text);
  return parse_url(base.origin() + path.substr(0, path.rfind('/') + 1) + text);
}

}  // namespace kongflow::endpoints
