// Converts C++ exceptions to statuses, because none may cross the ABI boundary.
#pragma once

#include <exception>
#include <utility>

#include "kongflow/call.hpp"
#include "kongflow/error.hpp"

namespace kongflow {

// Runs `function`, which returns a kf_status. An Error is converted to its own status, any other exception to
// `otherwise`. Both set the call's error.
template <typename Function>
kf_status guard(const Call& call, Function&& function, kf_status otherwise = KF_INTERNAL) noexcept {
  try {
    return std::forward<Function>(function)();
  } catch (const Error& error) {
    call.set_error(error.code(), error.what());
    return error.status();
  } catch (const std::exception& error) {
    call.set_error("INTERNAL", error.what());
  } catch (...) {
    call.set_error("INTERNAL", "The plugin threw an exception that is not a std::exception.");
  }
  return otherwise;
}

}  // namespace kongflow
