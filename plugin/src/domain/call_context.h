// How long the caller waits, and whether it still does. Passed down to everything that can block.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace kongflow::endpoints {

struct CallContext {
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  std::function<bool()> cancelled = [] { return false; };  // [any thread]
  std::string id;                                          // of the request or task, for logs
};

// Of a handle with deadline(), cancelled() and id() that is cheap to copy, such as kongflow::Call.
template <typename Call>
CallContext context_of(const Call& call) {
  return {call.deadline(), [call] { return call.cancelled(); }, call.id()};
}

}  // namespace kongflow::endpoints
