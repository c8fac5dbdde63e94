// Deadline and cancellation of a call. Passed to every function that can block.
#pragma once

#include <chrono>
#include <functional>
#include <string>

struct kf_call;

namespace kongflow::endpoints {

struct CallContext {
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  std::function<bool()> cancelled = [] { return false; };  // [any thread]
  std::string id;                                          // id of the request or task in the log
  kf_call* native = nullptr;                               // handle for host services; null: not a call of the host
};

// `call` is a handle with deadline(), cancelled(), id() and native() that is cheap to copy, such as kongflow::Call.
template <typename Call>
CallContext context_of(const Call& call) {
  return {call.deadline(), [call] { return call.cancelled(); }, call.id(), call.native()};
}

}  // namespace kongflow::endpoints
