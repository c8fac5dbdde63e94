// Prepares text from users and apps for messages: bounded, valid UTF-8, one line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// Truncates `utf8` to `max_bytes` between characters, with … for the omitted part.
std::string shorten(std::string_view utf8, std::size_t max_bytes = 200);

// The first line of `text` with visible characters, truncated to `max_bytes`: valid UTF-8 without control and
// formatting characters. Examines only the first 4 KiB.
std::string first_line(std::string_view text, std::size_t max_bytes = 200);

}  // namespace kongflow::endpoints
