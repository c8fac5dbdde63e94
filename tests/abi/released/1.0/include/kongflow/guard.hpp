// Keeps C++ exceptions on the plugin's side of the boundary.
#pragma once

#include <exception>
#include <utility>

#include "kongflow/call.hpp"
#include "kongflow/error.hpp"

namespace kongflow {

// Runs `function`, which returns a kf_status. An Error becomes its own status; any other exception becomes `otherwise`.
// Both set the call's error.
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
    call.set_error("INTERNAL", "The plugin threw something that is no std::exception.");
  }
  return otherwise;
}

}  // namespace kongflow
