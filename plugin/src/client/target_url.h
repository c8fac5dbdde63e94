// A parsed URL that may be called. The parser is stricter than browsers: it rejects a URL that two parsers could
// interpret as different hosts, because the egress check and the connection must agree, and a URL with invisible
// characters.
#pragma once

#include <Poco/Net/IPAddress.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace kongflow::endpoints {

constexpr std::size_t kMaxUrlBytes = 2048;  // for redirects; the default for endpoints

struct TargetUrl {
  bool https = false;
  std::string host;                             // ASCII, lower case, without brackets and final dot
  std::optional<Poco::Net::IPAddress> address;  // if the host is an IP address
  std::uint16_t port = 0;
  std::string path_and_query;  // percent-encoded, without dot segments and fragment; begins with /

  std::string host_header() const;  // with the port unless it is the scheme's default
  std::string origin() const;       // "https://app.example:8443"
  std::string text() const { return origin() + path_and_query; }
};

// A URL, or the reason for its rejection as a sentence for people.
using ParsedUrl = std::variant<TargetUrl, std::string>;
// Trims `text` first (domain/url_text.h).
ParsedUrl parse_url(std::string_view text, std::size_t max_bytes = kMaxUrlBytes);

// Parses the Location header of a response from `base`.
ParsedUrl parse_location(const TargetUrl& base, std::string_view location);

}  // namespace kongflow::endpoints
