// The time format of the host's output.
#pragma once

#include <chrono>
#include <string>

namespace kongflow::host {

// 2026-01-31T09:00:00.000Z
std::string iso_time(std::chrono::system_clock::time_point time);

}  // namespace kongflow::host
