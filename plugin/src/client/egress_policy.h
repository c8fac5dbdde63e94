// Which addresses users' URLs may lead to. The server sends a secret there, from inside its network: the decision is
// made on the address that is then connected to, for every call and every redirect.
#pragma once

#include <Poco/Net/IPAddress.h>

#include <optional>
#include <string>
#include <vector>

namespace kongflow::endpoints {

// Opens what is refused by default: private networks, loopback and the like. Never the metadata services of clouds.
struct EgressSettings {
  std::vector<std::string> allow;  // "10.1.0.0/16", "fd12::/32", "127.0.0.1", or a host name: "app.internal"
};

// Immutable: [any thread].
class EgressPolicy {
 public:
  // Throws std::invalid_argument with a sentence for an entry that is neither CIDR nor name.
  explicit EgressPolicy(const EgressSettings& settings);

  // nullopt: may be called. Otherwise the rule that refuses it, for people: "10.0.0.8 is a private address
  // (10.0.0.0/8)". `host` is the URL's, in lower case, without brackets; `address` one that it resolved to.
  std::optional<std::string> refusal(const std::string& host, const Poco::Net::IPAddress& address) const;

 private:
  struct Network {
    Poco::Net::IPAddress base;
    unsigned prefix;
  };
  bool listed(const std::string& host, const Poco::Net::IPAddress& address) const;

  std::vector<Network> networks_;
  std::vector<std::string> names_;
};

}  // namespace kongflow::endpoints
