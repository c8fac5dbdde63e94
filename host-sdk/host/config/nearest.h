// What somebody who mistyped a name probably meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kongflow::host {

// Insertions, deletions, substitutions and swaps of neighbours that turn one into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate closest to `name`; nullopt when none is close. A dotted candidate whose last part equals that of `name`
// is close too.
std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates);

// "; did you mean \"plugins.endpoints.ping\"?" (with the prefix before what was found), or nothing.
std::string suggestion(std::string_view name, const std::vector<std::string>& candidates,
                       const std::string& prefix = "");

}  // namespace kongflow::host
