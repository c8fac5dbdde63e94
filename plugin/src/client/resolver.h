// Resolves host names to addresses.
#pragma once

#include <Poco/Net/IPAddress.h>

#include <functional>
#include <string>
#include <vector>

#include "domain/call_context.h"

namespace kongflow::endpoints {

// [any thread]
class Resolver {
 public:
  virtual ~Resolver() = default;
  // Returns all IPv4 and IPv6 addresses. Empty when the name does not exist, or when the deadline passes or the caller
  // cancels first.
  virtual std::vector<Poco::Net::IPAddress> resolve(const std::string& host, const CallContext& context) = 0;
};

// A system lookup cannot be interrupted. Each lookup therefore runs on its own thread, which may outlive the call. When
// no thread can be started, the lookup blocks the caller's thread, and the deadline is checked afterwards.
class SystemResolver final : public Resolver {
 public:
  using LookUp = std::function<std::vector<Poco::Net::IPAddress>(const std::string& host)>;

  // Uses the system's resolver, or `look_up`, which each lookup thread copies.
  SystemResolver();
  explicit SystemResolver(LookUp look_up) : look_up_(std::move(look_up)) {}

  std::vector<Poco::Net::IPAddress> resolve(const std::string& host, const CallContext& context) override;

 private:
  const LookUp look_up_;
};

}  // namespace kongflow::endpoints
