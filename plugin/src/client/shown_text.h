// Prepares text of users and apps for messages: bounded, valid UTF-8, one line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// At most so many bytes of `utf8`, cut between characters, with … for the rest.
std::string shorten(std::string_view utf8, std::size_t max_bytes = 200);

// The first line of `text` that has visible characters, in at most so many bytes: valid UTF-8 without control and
// formatting characters. Reads the first 4 KiB only.
std::string first_line(std::string_view text, std::size_t max_bytes = 200);

}  // namespace kongflow::endpoints
