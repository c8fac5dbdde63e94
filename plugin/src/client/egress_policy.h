// Decides which addresses users' URLs may reach. Prevents server-side request forgery: the host sends a secret to these
// URLs from inside its network. The decision applies to the address of the actual connection, for every call and every
// redirect, so that a DNS record cannot change between check and use.
#pragma once

#include <Poco/Net/IPAddress.h>

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client/address_classes.h"
#include "client/target_url.h"

namespace kongflow::endpoints {

// Allows private networks and loopback, which are rejected by default. Metadata services of clouds cannot be allowed.
struct EgressSettings {
  // "10.1.0.0/16", "fd12::/32", "127.0.0.1", "[::1]"; a host name: "app.internal"; all subdomains: "*.internal". A
  // network also allows host names that resolve to it. A host name allows any private address that it resolves to.
  std::vector<std::string> allow;
};

// A sentence about the first entry without an effect; nullopt: none.
std::optional<std::string> ineffective_entry(const EgressSettings& settings);

struct Refusal {
  std::string rule;         // a sentence for people
  Restriction restriction;  // how it can be allowed
};

// Immutable: [any thread].
class EgressPolicy {
 public:
  using Addresses = std::vector<Poco::Net::IPAddress>;

  // Throws std::invalid_argument with a sentence for an entry that is no network, name or pattern.
  explicit EgressPolicy(const EgressSettings& settings);

  // Checks the URL itself: ports of other protocols, names of metadata services, of this machine and of internal
  // networks, an IP address as the host. nullopt: the decision depends on the addresses of the host.
  std::optional<Refusal> refusal(const TargetUrl& url) const;

  // Like refusal(), before the host name is resolved: returns only refusals that no address can lift. (An internal name
  // may resolve to a network of the allow list.)
  std::optional<Refusal> refusal_before_lookup(const TargetUrl& url) const;

  // Returns the permitted subset of `addresses`, the addresses that the URL's host resolves to (at least one). One
  // rejected address rejects the host, because no public name also resolves to an internal address. Exception: for
  // names of this machine one permitted address suffices (localhost is 127.0.0.1 and ::1). All addresses of an internal
  // name must be in networks of the allow list.
  std::variant<Addresses, Refusal> permitted(const TargetUrl& url, const Addresses& addresses) const;

 private:
  std::optional<Refusal> address_refusal(const TargetUrl& url, const Poco::Net::IPAddress& address) const;
  bool allows_name(const std::string& host) const;
  bool allows_address(const Poco::Net::IPAddress& address) const;
  bool allows_loopback() const;

  std::vector<Network> networks_;
  std::vector<std::string> names_;
  std::vector<std::string> suffixes_;  // patterns without their asterisk: ".internal"
};

}  // namespace kongflow::endpoints
