// The secret that an Authorization header carries.
#pragma once

#include <optional>
#include <string_view>

namespace kongflow::host {

// The key of "Bearer <key>", borrowed. The scheme's case counts and exactly one space follows it, as in trigger.dev.
// nullopt for anything else, and for what cannot be a key (empty, or not visible ASCII).
std::optional<std::string_view> bearer_key(std::string_view authorization);

}  // namespace kongflow::host
