// Parses the API key of an Authorization header.
#pragma once

#include <optional>
#include <string_view>

namespace kongflow::host {

// Accepted spellings of the scheme.
enum class BearerScheme {
  exact,     // only "Bearer", as in trigger.dev
  any_case,  // "bearer" and "BEARER" too, as in RFC 9110
};

// The key of "Bearer <key>", a view into `authorization`. Exactly one space must follow the scheme. nullopt for any
// other text, and when the key is empty or contains anything but visible ASCII.
std::optional<std::string_view> bearer_key(std::string_view authorization, BearerScheme scheme);

}  // namespace kongflow::host
