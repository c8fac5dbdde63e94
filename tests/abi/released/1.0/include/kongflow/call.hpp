// Facts about the call in flight: a task, a request, a lifecycle step.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "kongflow/abi/call.h"
#include "kongflow/text.hpp"

namespace kongflow {

// A handle, cheap to copy. Valid until the handler returns; in an asynchronous route until the Responder answered.
// Every function: [any thread].
class Call {
 public:
  using Clock = std::chrono::steady_clock;

  // Either may be null: then nothing is cancelled, no limit holds, and set_error() does nothing.
  Call(const kf_call_service* service, kf_call* call) : service_(call == nullptr ? nullptr : service), call_(call) {}

  // Says why the call fails; the last one counts. Handlers that return an outcome with a message need not call it.
  void set_error(std::string_view code, std::string_view message) const noexcept {
    if (service_ != nullptr) service_->set_error(call_, to_abi(code), to_abi(message));
  }
  // True once the host wants the call to end early.
  bool cancelled() const noexcept { return service_ != nullptr && service_->cancelled(call_) != 0; }
  // 0 when the time is over, milliseconds::max() without a limit.
  std::chrono::milliseconds remaining() const noexcept {
    const std::int64_t left = service_ == nullptr ? INT64_MAX : service_->remaining_ms(call_);
    return left == INT64_MAX ? std::chrono::milliseconds::max() : std::chrono::milliseconds(left);
  }
  // The moment at which remaining() becomes 0; time_point::max() without a limit.
  Clock::time_point deadline() const noexcept {
    constexpr auto far = std::chrono::hours(24 * 365);
    const auto left = remaining();
    return left > far ? Clock::time_point::max() : Clock::now() + left;
  }
  // The id under which the host logs the call, for instance "task-42".
  std::string id() const { return service_ == nullptr ? std::string() : std::string(view(service_->id(call_))); }

  kf_call* native() const noexcept { return call_; }

 private:
  const kf_call_service* service_;
  kf_call* call_;
};

}  // namespace kongflow
