// Host names to addresses.
#pragma once

#include <Poco/Net/IPAddress.h>

#include <string>
#include <vector>

#include "domain/call_context.h"

namespace kongflow::endpoints {

// Empty: there is no such name, or the deadline passed or the caller cancelled before the answer came. The system's
// resolver cannot be interrupted, so it runs in a thread of its own that may outlast the call. [any thread]
std::vector<Poco::Net::IPAddress> resolve(const std::string& host, const CallContext& context);

}  // namespace kongflow::endpoints
