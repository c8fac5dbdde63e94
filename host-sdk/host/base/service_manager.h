// Notifies the service manager that started the host, systemd: sd_notify(3). Does nothing without one.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace kongflow::host::service_manager {

// A line for people, as systemctl status shows it.
void status(const std::string& text);

void ready(const std::string& status);

// To be followed by ready().
void reloading();

// From now on it takes at most `limit` until the process has ended; no ping is due any more.
void stopping(const std::string& status, std::chrono::milliseconds limit);

// How long it waits for a ping before it ends the process; nullopt: it wants none.
std::optional<std::chrono::milliseconds> ping_limit();
// [any thread]
void ping();

}  // namespace kongflow::host::service_manager
