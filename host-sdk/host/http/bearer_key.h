// The secret that an Authorization header carries.
#pragma once

#include <optional>
#include <string_view>

namespace kongflow::host {

// How the scheme may be written.
enum class BearerScheme {
  exact,     // "Bearer" alone, as in trigger.dev
  any_case,  // "bearer" and "BEARER" too, as in RFC 9110
};

// The key of "Bearer <key>", borrowed. Exactly one space follows the scheme. nullopt for anything else, and for a text
// that cannot be a key (empty, or not visible ASCII).
std::optional<std::string_view> bearer_key(std::string_view authorization, BearerScheme scheme);

}  // namespace kongflow::host
