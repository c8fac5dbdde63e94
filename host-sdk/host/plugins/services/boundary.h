// No exception of the host crosses into a plugin.
#pragma once

#include <exception>
#include <utility>

#include "host/plugins/services/plugin_host.h"

namespace kongflow::host {

// Runs `body`, which returns a kf_status; an exception becomes an error line in the log and KF_INTERNAL.
template <class Body>
kf_status at_boundary(const PluginHost& host, Body&& body) noexcept {
  try {
    return std::forward<Body>(body)();
  } catch (const std::exception& error) {
    host.services().log.error(host.component(), "a host service failed", {{"error", error.what()}});
    return KF_INTERNAL;
  }
}

// A registration: refused outside start().
template <class Body>
kf_status registration(const kf_host* abi, Body&& body) noexcept {
  PluginHost& host = PluginHost::of(abi);
  if (!host.may_register()) {
    host.note_misplaced();
    return KF_UNAVAILABLE;
  }
  return at_boundary(host, [&] { return std::forward<Body>(body)(host); });
}

}  // namespace kongflow::host
