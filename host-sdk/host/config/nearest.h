// Suggestions for mistyped names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kongflow::host {

// Number of insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate closest to `name`; nullopt when none is close. A dotted candidate is also close when its last part
// equals that of `name`.
std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates);

// "; did you mean \"plugins.endpoints.ping\"?", with `prefix` before the candidate; empty when none is close.
std::string suggestion(std::string_view name, const std::vector<std::string>& candidates,
                       const std::string& prefix = "");

}  // namespace kongflow::host
