// Strict conversion of IP addresses from and to text. Poco accepts 127.1 and 0x7f.1, but rejects "::".
#pragma once

#include <Poco/Net/IPAddress.h>

#include <optional>
#include <string>

namespace kongflow::endpoints {

// Parses four decimal numbers without leading zeros, or IPv6 without brackets and zone; nullopt for other text.
std::optional<Poco::Net::IPAddress> parse_ip(const std::string& text);

// The canonical form: equal addresses have equal texts.
std::string ip_text(const Poco::Net::IPAddress& address);

}  // namespace kongflow::endpoints
