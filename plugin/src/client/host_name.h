// The host of a URL.
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

// `text` is as in the URL, brackets included. It is mapped by UTS #46 first, as browsers do: full-width and enclosed
// characters become the plain ones, 。 becomes a dot, letters become lower case and composed (NFC), so that equal names
// give equal texts however they were typed. Then names in other scripts become Punycode (IDNA 2008, which has no
// emoji). IPv4 addresses are four decimal numbers without leading zeros after that; every other spelling is refused. A
// string: the reason, for people.
std::variant<HostName, std::string> parse_host(std::string_view text);

// `suffix` begins with a dot: ".internal" is one of "app.internal", not of "internal".
bool has_suffix(std::string_view host, std::string_view suffix);

}  // namespace kongflow::endpoints
