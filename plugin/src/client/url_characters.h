// Characters that a URL must not hold, since people cannot see them or parsers read them differently.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// The first control character, space, backslash or invisible character of `text` (UTF-8; other bytes are ignored), as a
// sentence about `subject` that names the code point and its place, counted in characters from 1. nullopt: none.
std::optional<std::string> forbidden_character(std::string_view text, std::string_view subject);

// "U+200B"
std::string code_point_name(int code_point);

}  // namespace kongflow::endpoints
