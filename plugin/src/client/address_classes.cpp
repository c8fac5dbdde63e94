#include "client/address_classes.h"

#include <netinet/in.h>

#include <cstring>
#include <vector>

#include "client/ip_text.h"

namespace kongflow::endpoints {
namespace {

using Poco::Net::IPAddress;

// The first matching entry applies.
constexpr AddressClass kClasses[] = {
    {"169.254.0.0/16", "a link-local or metadata address", Restriction::blocked},
    {"100.100.100.200", "a metadata address", Restriction::blocked},
    {"168.63.129.16", "a metadata address", Restriction::blocked},
    {"fd00:ec2::/32", "a metadata address", Restriction::blocked},
    {"fd20:ce::254", "a metadata address", Restriction::blocked},
    {"fd00:42::42", "a metadata address", Restriction::blocked},
    {"fd00:c1::a9fe:a9fe", "a metadata address", Restriction::blocked},
    {"127.0.0.0/8", "a loopback address", Restriction::loopback},
    {"10.0.0.0/8", "a private address", Restriction::needs_entry},
    {"172.16.0.0/12", "a private address", Restriction::needs_entry},
    {"192.168.0.0/16", "a private address", Restriction::needs_entry},
    {"100.64.0.0/10", "an address of shared space", Restriction::needs_entry},
    {"0.0.0.0/8", "an address of this network", Restriction::blocked},
    {"192.0.0.0/24", "an address of IETF protocols", Restriction::blocked},
    {"192.0.2.0/24", "a documentation address", Restriction::blocked},
    {"198.51.100.0/24", "a documentation address", Restriction::blocked},
    {"203.0.113.0/24", "a documentation address", Restriction::blocked},
    {"192.31.196.0/24", "an AS112 address", Restriction::blocked},
    {"192.175.48.0/24", "an AS112 address", Restriction::blocked},
    {"192.52.193.0/24", "an AMT address", Restriction::blocked},
    {"192.88.99.0/24", "a 6to4 relay address", Restriction::blocked},
    {"198.18.0.0/15", "a benchmarking address", Restriction::blocked},
    {"255.255.255.255", "the broadcast address", Restriction::blocked},
    {"224.0.0.0/4", "a multicast address", Restriction::blocked},
    {"240.0.0.0/4", "a reserved address", Restriction::blocked},
    {"::1", "a loopback address", Restriction::loopback},
    {"fc00::/7", "a private address", Restriction::needs_entry},
    {"::", "the unspecified address", Restriction::blocked},
    {"::/96", "an IPv4-compatible address", Restriction::blocked},
    {"::ffff:0:0:0/96", "an IPv4-translated address", Restriction::blocked},
    {"64:ff9b:1::/48", "a local NAT64 address", Restriction::blocked},
    {"100::/64", "a discard-only address", Restriction::blocked},
    {"2001::/32", "a Teredo address", Restriction::blocked},
    {"2001::/23", "an address of IETF protocols", Restriction::blocked},
    {"2001:db8::/32", "a documentation address", Restriction::blocked},
    {"2002::/16", "a 6to4 address", Restriction::blocked},
    {"2620:4f:8000::/48", "an AS112 address", Restriction::blocked},
    {"3fff::/20", "a documentation address", Restriction::blocked},
    {"5f00::/16", "a segment routing address", Restriction::blocked},
    {"fe80::/10", "a link-local address", Restriction::blocked},
    {"fec0::/10", "a site-local address", Restriction::blocked},
    {"ff00::/8", "a multicast address", Restriction::blocked},
};

// The parsed networks of kClasses.
const std::vector<Network>& class_networks() {
  static const std::vector<Network> networks = [] {
    std::vector<Network> parsed;
    for (const AddressClass& known : kClasses) parsed.push_back(*parse_network(std::string(known.network)));
    return parsed;
  }();
  return networks;
}

constexpr unsigned kWrappingPrefix = 96;

bool wraps_ipv4(const IPAddress& address) {
  static const Network mapped = *parse_network("::ffff:0:0/96");
  static const Network nat64 = *parse_network("64:ff9b::/96");
  return mapped.contains(address) || nat64.contains(address);
}

}  // namespace

bool Network::contains(const IPAddress& address) const {
  if (address.family() != base.family()) return false;
  const IPAddress mask(prefix, base.family());
  return (address & mask) == (base & mask);
}

bool Network::contains(const Network& other) const {
  return prefix <= other.prefix && contains(other.base);
}

std::optional<Network> parse_network(const std::string& text) {
  const auto slash = text.find('/');
  const auto base = parse_ip(text.substr(0, slash));
  if (!base) return std::nullopt;
  const unsigned longest = base->family() == Poco::Net::AddressFamily::IPv4 ? 32 : 128;
  if (slash == std::string::npos) return Network{*base, longest};
  const std::string digits = text.substr(slash + 1);
  if (digits.empty() || digits.size() > 3 || digits.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  const auto prefix = static_cast<unsigned>(std::stoul(digits));
  if (prefix > longest) return std::nullopt;
  return Network{*base, prefix};
}

IPAddress unwrap(const IPAddress& address) {
  if (!wraps_ipv4(address)) return address;
  in_addr inside{};
  std::memcpy(&inside, static_cast<const char*>(address.addr()) + 12, sizeof(inside));
  return {&inside, sizeof(inside)};
}

Network unwrap(const Network& network) {
  if (network.prefix < kWrappingPrefix || !wraps_ipv4(network.base)) return network;
  return {unwrap(network.base), network.prefix - kWrappingPrefix};
}

bool can_be_allowed(const Network& network) {
  const auto& networks = class_networks();
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const bool allowable = kClasses[i].restriction != Restriction::blocked;
    if (networks[i].contains(network) || (allowable && network.contains(networks[i]))) return allowable;
  }
  return true;
}

std::optional<AddressClass> classify(const IPAddress& address) {
  const auto& networks = class_networks();
  for (std::size_t i = 0; i < networks.size(); ++i)
    if (networks[i].contains(address)) return kClasses[i];
  return std::nullopt;
}

}  // namespace kongflow::endpoints
