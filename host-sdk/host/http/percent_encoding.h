// Percent-encoded text in paths and queries.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::host {

// The decoded text; nullopt when an escape is malformed or the result holds a NUL or is not UTF-8.
std::optional<std::string> percent_decode(std::string_view text);

// The decoded value of the first `name=value` of a query, "+" being a space. nullopt when it is absent or malformed.
std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

}  // namespace kongflow::host
