// The files that a config file names in its setting `include`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/config/document.h"

namespace kongflow::host {

inline constexpr const char* include_key = "include";

// What `file` says, then the files that it includes, then the overrides (as read_override() takes them); who comes
// later wins. Patterns like conf.d/*.toml start at the folder of `file` and match in the order of names, or nothing; a
// name without wildcards must exist. Included files include no others.
ConfigDocument read_with_includes(const std::filesystem::path& file, const std::vector<std::string>& overrides);

}  // namespace kongflow::host
