// IP addresses as text. Poco reads 127.1 and 0x7f.1 as addresses, but not "::".
#pragma once

#include <Poco/Net/IPAddress.h>

#include <optional>
#include <string>

namespace kongflow::endpoints {

// Four decimal numbers without leading zeros, or IPv6 without brackets and zone; nullopt for anything else.
std::optional<Poco::Net::IPAddress> parse_ip(const std::string& text);

// Canonical: equal addresses give equal texts.
std::string ip_text(const Poco::Net::IPAddress& address);

}  // namespace kongflow::endpoints
