// A URL that may be called, taken apart. Stricter than browsers: a URL that two parsers could read as different hosts
// is refused, since the check and the call must mean the same one, and so is one with characters that people cannot
// see.
#pragma once

#include <Poco/Net/IPAddress.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace kongflow::endpoints {

constexpr std::size_t kMaxUrlBytes = 2048;  // of a redirect; of an endpoint by default

struct TargetUrl {
  bool https = false;
  std::string host;                             // ASCII, lower case, without brackets and final dot
  std::optional<Poco::Net::IPAddress> address;  // of a host that is an IP address
  std::uint16_t port = 0;
  std::string path_and_query;  // percent-encoded, without dot segments and fragment; begins with /

  std::string host_header() const;  // with the port unless it is the scheme's own
  std::string origin() const;       // "https://app.example:8443"
  std::string text() const { return origin() + path_and_query; }
};

// Or the reason why not, a sentence for people.
using ParsedUrl = std::variant<TargetUrl, std::string>;
// `text` is trimmed first (domain/url_text.h).
ParsedUrl parse_url(std::string_view text, std::size_t max_bytes = kMaxUrlBytes);

// The Location of an answer from `base`.
ParsedUrl parse_location(const TargetUrl& base, std::string_view location);

}  // namespace kongflow::endpoints
