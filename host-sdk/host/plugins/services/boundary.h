// Keeps exceptions of the host from crossing into plugins.
#pragma once

#include <exception>
#include <utility>

#include "host/plugins/services/plugin_host.h"

namespace kongflow::host {

// Runs `body`, which returns a kf_status. Logs exceptions as errors and returns KF_INTERNAL for them.
template <class Body>
kf_status at_boundary(const PluginHost& host, Body&& body) noexcept {
  try {
    return std::forward<Body>(body)();
  } catch (const std::exception& error) {
    host.services().log.error(host.component(), "a host service failed", {{"error", error.what()}});
    return KF_INTERNAL;
  }
}

// Runs a registration; rejects it outside start().
template <class Body>
kf_status registration(const kf_host* abi, Body&& body) noexcept {
  PluginHost& host = PluginHost::of(abi);
  if (!host.may_register()) {
    host.count_registration_outside_start();
    return KF_UNAVAILABLE;
  }
  return at_boundary(host, [&] { return std::forward<Body>(body)(host); });
}

}  // namespace kongflow::host
