// Which addresses users' URLs may lead to. The server sends a secret there, from inside its network: the decision is
// made on the address that is then connected to, for every call and every redirect.
#pragma once

#include <Poco/Net/IPAddress.h>

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client/address_classes.h"
#include "client/target_url.h"

namespace kongflow::endpoints {

// Opens private networks and loopback, which are refused otherwise. Nothing opens the metadata services of clouds.
struct EgressSettings {
  // "10.1.0.0/16", "fd12::/32", "127.0.0.1", "[::1]"; a host name: "app.internal"; all names below one: "*.internal".
  // A network opens names that lead into it too; a name opens whatever private address it leads to.
  std::vector<std::string> allow;
};

// A sentence about the first entry that has no effect; nullopt: all have one.
std::optional<std::string> ineffective_entry(const EgressSettings& settings);

struct Refusal {
  std::string rule;  // a sentence for people
  Opening opening;   // what it takes to open it
};

// Immutable: [any thread].
class EgressPolicy {
 public:
  using Addresses = std::vector<Poco::Net::IPAddress>;

  // Throws std::invalid_argument with a sentence for an entry that is neither a network nor a name or pattern.
  explicit EgressPolicy(const EgressSettings& settings);

  // What the URL alone says: ports of other protocols, names of metadata services, of this machine and of internal
  // networks, an address as the host. nullopt: its addresses decide.
  std::optional<Refusal> refusal(const TargetUrl& url) const;

  // The same for a URL whose host is looked up next: of these refusals only those that no address could change. An
  // internal name may lead into a network of the allow list.
  std::optional<Refusal> refusal_before_lookup(const TargetUrl& url) const;

  // Those that may be called of all `addresses` that the URL's host resolved to, at least one. An address that is
  // refused refuses the name, since no public name leads inside as well; of this machine's own one is enough
  // (localhost is 127.0.0.1 and ::1). An internal name must lead into networks of the allow list alone.
  std::variant<Addresses, Refusal> permitted(const TargetUrl& url, const Addresses& addresses) const;

 private:
  std::optional<Refusal> address_refusal(const TargetUrl& url, const Poco::Net::IPAddress& address) const;
  bool allows_name(const std::string& host) const;
  bool allows_address(const Poco::Net::IPAddress& address) const;
  bool allows_loopback() const;

  std::vector<Network> networks_;
  std::vector<std::string> names_;
  std::vector<std::string> suffixes_;  // of patterns: ".internal"
};

}  // namespace kongflow::endpoints
