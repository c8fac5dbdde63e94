// Which addresses users' URLs may lead to. The server sends a secret there, from inside its network: the decision is
// made on the address that is then connected to, for every call and every redirect.
#pragma once

#include <Poco/Net/IPAddress.h>

#include <optional>
#include <string>
#include <vector>

#include "client/address_classes.h"
#include "client/target_url.h"

namespace kongflow::endpoints {

// Opens private networks and loopback, which are refused otherwise. Nothing opens the metadata services of clouds.
struct EgressSettings {
  std::vector<std::string> allow;  // "10.1.0.0/16", "fd12::/32", "127.0.0.1", or a host name: "app.internal"
};

// Immutable: [any thread].
class EgressPolicy {
 public:
  // Throws std::invalid_argument with a sentence for an entry that is neither a network nor a name.
  explicit EgressPolicy(const EgressSettings& settings);

  // Both: nullopt when it may be called, else the rule that refuses it, for people.
  // Before the name is resolved: names that are never or only by name allowed, ports of other protocols.
  std::optional<std::string> refusal(const TargetUrl& url) const;
  // For each address that the URL's host resolved to.
  std::optional<std::string> refusal(const TargetUrl& url, const Poco::Net::IPAddress& address) const;

 private:
  bool allows_name(const std::string& host) const;
  bool allows_address(const Poco::Net::IPAddress& address) const;

  std::vector<Network> networks_;
  std::vector<std::string> names_;
};

}  // namespace kongflow::endpoints
