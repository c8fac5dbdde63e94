#include "host/base/service_manager.h"

#include <systemd/sd-daemon.h>

namespace kongflow::host::service_manager {
namespace {

using std::chrono::microseconds;

constexpr int kKeepEnvironment = 0;

void notify(const std::string& message) {
  sd_notify(kKeepEnvironment, message.c_str());
}

}  // namespace

void status(const std::string& text) {
  notify("STATUS=" + text);
}

void ready(const std::string& status) {
  notify("READY=1\nSTATUS=" + status);
}

void reloading() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  notify("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(std::chrono::duration_cast<microseconds>(now).count()));
}

void stopping(const std::string& status, std::chrono::milliseconds limit) {
  const std::string in_us = std::to_string(microseconds(limit).count());
  notify("STOPPING=1\nSTATUS=" + status + "\nEXTEND_TIMEOUT_USEC=" + in_us + "\nWATCHDOG_USEC=" + in_us);
}

std::optional<std::chrono::milliseconds> ping_limit() {
  std::uint64_t limit_us = 0;
  if (sd_watchdog_enabled(kKeepEnvironment, &limit_us) <= 0) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::milliseconds>(microseconds(limit_us));
}

void ping() {
  notify("WATCHDOG=1");
}

}  // namespace kongflow::host::service_manager
