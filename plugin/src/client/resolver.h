// Host names to addresses.
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
  // All IPv4 and IPv6 addresses. Empty: there is no such name, or the deadline passed or the caller cancelled before
  // the answer came.
  virtual std::vector<Poco::Net::IPAddress> resolve(const std::string& host, const CallContext& context) = 0;
};

// Looking up cannot be interrupted, so each call does it in a thread of its own that may outlast it. When the system
// starts no more threads, the caller's thread does it, and the deadline is only kept afterwards.
class SystemResolver final : public Resolver {
 public:
  using LookUp = std::function<std::vector<Poco::Net::IPAddress>(const std::string& host)>;

  // Asks the system, or `look_up`, which is copied into the thread of each call.
  SystemResolver();
  explicit SystemResolver(LookUp look_up) : look_up_(std::move(look_up)) {}

  std::vector<Poco::Net::IPAddress> resolve(const std::string& host, const CallContext& context) override;

 private:
  const LookUp look_up_;
};

}  // namespace kongflow::endpoints
