// Classifies IP addresses by the IANA registries of special-purpose addresses.
#pragma once

#include <Poco/Net/IPAddress.h>

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

enum class Restriction {
  blocked,      // cannot be allowed: metadata services, link-local, multicast, …
  loopback,     // this machine; allowed by an entry of the allow list
  needs_entry,  // private networks; allowed by an entry of the allow list
};

struct AddressClass {
  std::string_view network;  // "10.0.0.0/8"
  std::string_view name;     // "a private address"
  Restriction restriction;
};

struct Network {
  Poco::Net::IPAddress base;
  unsigned prefix;

  bool contains(const Poco::Net::IPAddress& address) const;
  bool contains(const Network& other) const;
};

// Parses "10.0.0.0/8", "fd00::/8" or a single address; nullopt for other text.
std::optional<Network> parse_network(const std::string& text);

// Returns the IPv4 address in an IPv4-mapped or NAT64 address, and other addresses unchanged.
Poco::Net::IPAddress unwrap(const Poco::Net::IPAddress& address);

// Returns the IPv4 network in an IPv4-mapped or NAT64 network, and other networks unchanged.
Network unwrap(const Network& network);

// True when the unwrapped `network` contains a public address, or an address that an allow list can allow.
bool can_be_allowed(const Network& network);

// Returns the class of an unwrapped address; nullopt for a public address.
std::optional<AddressClass> classify(const Poco::Net::IPAddress& address);

}  // namespace kongflow::endpoints
