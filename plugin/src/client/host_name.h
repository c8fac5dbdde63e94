// Parses and normalizes the host of a URL.
#pragma once

#include <Poco/Net/IPAddress.h>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace kongflow::endpoints {

struct HostName {
  std::string text;  // ASCII, lower case, without brackets and final dot
  std::optional<Poco::Net::IPAddress> address;
};

// Parses the host of a URL, with brackets if it has any. Like browsers, it first maps `text` by UTS #46: full-width and
// enclosed characters become plain, 。 becomes a dot, letters become lower case and composed (NFC). So equal names have
// equal texts. Then it converts names in other scripts to Punycode (IDNA 2008, which has no emoji). It accepts IPv4
// addresses only as four decimal numbers without leading zeros. A string result is the error, for people.
std::variant<HostName, std::string> parse_host(std::string_view text);

// `suffix` begins with a dot: "app.internal" has the suffix ".internal"; "internal" does not.
bool has_suffix(std::string_view host, std::string_view suffix);

}  // namespace kongflow::endpoints
