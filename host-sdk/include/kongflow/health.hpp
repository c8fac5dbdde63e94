// Readiness checks (/readyz).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "kongflow/abi/health.h"
#include "kongflow/call.hpp"
#include "kongflow/guard.hpp"

namespace kongflow {

// Returns nullopt when ready, otherwise a sentence with the problem and its remedy. Must return before the call's
// deadline. An exception counts as not ready. [worker thread]
using HealthHandler = std::function<std::optional<std::string>(Call&)>;

namespace detail {

struct HealthHook {
  const kf_call_service* calls;
  HealthHandler handler;

  static kf_status check(void* self, kf_call* native) noexcept {
    const auto* hook = static_cast<const HealthHook*>(self);
    Call call(hook->calls, native);
    return guard(call, [&]() -> kf_status {
      const auto problem = hook->handler(call);
      if (!problem) return KF_OK;
      call.set_error("NOT_READY", *problem);
      return KF_UNAVAILABLE;
    });
  }
};

}  // namespace detail
}  // namespace kongflow
