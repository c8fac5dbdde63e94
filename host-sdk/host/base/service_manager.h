// Notifies systemd through sd_notify(3). Does nothing when systemd did not start the host.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace kongflow::host::service_manager {

// The status line that systemctl status shows.
void status(const std::string& text);

void ready(const std::string& status);

// Must be followed by ready().
void reloading();

// The process ends within `limit`. The watchdog expects no further ping.
void stopping(const std::string& status, std::chrono::milliseconds limit);

// The watchdog's timeout, after which systemd ends a process without a ping; nullopt: no watchdog.
std::optional<std::chrono::milliseconds> ping_limit();
// [any thread]
void ping();

}  // namespace kongflow::host::service_manager
