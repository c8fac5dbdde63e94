// Host names to addresses.
#pragma once

#include <Poco/Net/IPAddress.h>

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

// The system's cannot be interrupted, so each call runs in a thread of its own that may outlast it.
class SystemResolver final : public Resolver {
 public:
  std::vector<Poco::Net::IPAddress> resolve(const std::string& host, const CallContext& context) override;
};

}  // namespace kongflow::endpoints
