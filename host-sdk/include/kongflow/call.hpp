// Error, cancellation, deadline and id of the call in flight: a task, a request, a lifecycle function.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "kongflow/abi/call.h"
#include "kongflow/text.hpp"

namespace kongflow {

// A handle: cheap to copy. Valid until the handler returns, in an asynchronous route until the Responder has responded.
// All functions: [any thread].
class Call {
 public:
  using Clock = std::chrono::steady_clock;

  // Either argument may be null: such a call is never cancelled, has no deadline, and ignores set_error().
  Call(const kf_call_service* service, kf_call* call) : service_(call == nullptr ? nullptr : service), call_(call) {}

  // Sets the reason why the call fails. A later call replaces it. Handlers whose outcome has a message need not call
  // it.
  void set_error(std::string_view code, std::string_view message) const noexcept {
    if (service_ != nullptr) service_->set_error(call_, to_abi(code), to_abi(message));
  }
  // True once the host asks the call to end early.
  bool cancelled() const noexcept { return service_ != nullptr && service_->cancelled(call_) != 0; }
  // Time until the deadline; 0 once it has passed, milliseconds::max() without a deadline.
  std::chrono::milliseconds remaining() const noexcept {
    const std::int64_t left = service_ == nullptr ? INT64_MAX : service_->remaining_ms(call_);
    return left == INT64_MAX ? std::chrono::milliseconds::max() : std::chrono::milliseconds(left);
  }
  // The time at which remaining() becomes 0; time_point::max() without a deadline.
  Clock::time_point deadline() const noexcept {
    constexpr auto far = std::chrono::hours(24 * 365);
    const auto left = remaining();
    return left > far ? Clock::time_point::max() : Clock::now() + left;
  }
  // The id of the call in the host's log, for instance "task-42".
  std::string id() const { return service_ == nullptr ? std::string() : std::string(view(service_->id(call_))); }

  kf_call* native() const noexcept { return call_; }

 private:
  const kf_call_service* service_;
  kf_call* call_;
};

}  // namespace kongflow
