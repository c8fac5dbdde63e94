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
  std::vector<std::string> allow;  // "10.1.0.0/16", "fd12::/32", "127.0.0.1", or a host name: "app.internal"
};

struct Refusal {
  std::string rule;  // a sentence for people
  Opening opening;   // what it takes to open it
};

// Immutable: [any thread].
class EgressPolicy {
 public:
  using Addresses = std::vector<Poco::Net::IPAddress>;

  // Throws std::invalid_argument with a sentence for an entry that is neither a network nor a name.
  explicit EgressPolicy(const EgressSettings& settings);

  // What the URL alone says: ports of other protocols, names of metadata services, of this machine and of internal
  // networks, an address as the host. nullopt: its addresses decide.
  std::optional<Refusal> refusal(const TargetUrl& url) const;

  // Those that may be called of all `addresses` that the URL's host resolved to, at least one. An address that is
  // refused refuses the name, since no public name leads inside as well; of this machine's own one is enough
  // (localhost is 127.0.0.1 and ::1).
  std::variant<Addresses, Refusal> permitted(const TargetUrl& url, const Addresses& addresses) const;

 private:
  std::optional<Refusal> address_refusal(const TargetUrl& url, const Poco::Net::IPAddress& address) const;
  bool allows_name(const std::string& host) const;
  bool allows_address(const Poco::Net::IPAddress& address) const;
  bool allows_loopback() const;

  std::vector<Network> networks_;
  std::vector<std::string> names_;
};

}  // namespace kongflow::endpoints
