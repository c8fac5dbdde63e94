// Decodes percent-encoded text in paths and queries.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::host {

// The decoded text; nullopt when an escape is malformed or the result contains a NUL or invalid UTF-8.
std::optional<std::string> percent_decode(std::string_view text);

// The decoded value of the first `name=value` in a query; "+" means a space. nullopt when it is absent or malformed.
std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

}  // namespace kongflow::host
