// What kind of network an IP address belongs to, after the IANA registries of special-purpose addresses.
#pragma once

#include <Poco/Net/IPAddress.h>

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

enum class Opening {
  never,         // no app has such an address: metadata services, link-local, multicast, …
  loopback,      // this machine, only if it is on the allow list
  when_allowed,  // private networks, only if they are on the allow list
};

struct AddressClass {
  std::string_view network;  // "10.0.0.0/8"
  std::string_view name;     // "a private address"
  Opening opening;
};

struct Network {
  Poco::Net::IPAddress base;
  unsigned prefix;

  bool contains(const Poco::Net::IPAddress& address) const;
  bool contains(const Network& other) const;
};

// "10.0.0.0/8", "fd00::/8" or a single address. nullopt: none of them.
std::optional<Network> parse_network(const std::string& text);

// The IPv4 address inside an IPv4-mapped or NAT64 one; other addresses as they are.
Poco::Net::IPAddress unwrap(const Poco::Net::IPAddress& address);

// The IPv4 network inside an IPv4-mapped or NAT64 one; other networks as they are.
Network unwrap(const Network& network);

// True when some address of `network`, which is unwrapped, is one that an allow list opens, or a public one.
bool can_be_opened(const Network& network);

// nullopt: a public address. `address` is unwrapped.
std::optional<AddressClass> classify(const Poco::Net::IPAddress& address);

}  // namespace kongflow::endpoints
