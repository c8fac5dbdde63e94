// What must work for the host to be ready (/readyz).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "kongflow/abi/health.h"
#include "kongflow/call.hpp"
#include "kongflow/guard.hpp"

namespace kongflow {

// nullopt: ready; else the sentence that says what is wrong and what to do. Answers within the call's time. An
// exception counts as not ready. [worker thread]
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
