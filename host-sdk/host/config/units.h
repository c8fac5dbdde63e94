// Parses and formats durations and sizes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kongflow::host {

// "250ms", "5s", "2m", "1h", "1d" in milliseconds.
std::optional<std::int64_t> parse_duration(std::string_view text);
// "512B", "64KiB", "8MiB", "1GiB" in bytes.
std::optional<std::int64_t> parse_size(std::string_view text);

// The shortest text that parses back to the same value.
std::string format_duration(std::int64_t milliseconds);
std::string format_size(std::int64_t bytes);

}  // namespace kongflow::host
