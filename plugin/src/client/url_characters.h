// Characters that are forbidden in URLs because they are invisible or parsers disagree on them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// Returns a sentence about `subject` that names the first control character, space, backslash or invisible character of
// `text` and its position in characters, from 1. nullopt: none. Ignores bytes that are not UTF-8.
std::optional<std::string> forbidden_character(std::string_view text, std::string_view subject);

// "U+200B"
std::string code_point_name(int code_point);

}  // namespace kongflow::endpoints
