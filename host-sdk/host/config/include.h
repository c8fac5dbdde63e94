// Resolves the config files listed in the setting `include`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/config/document.h"

namespace kongflow::host {

inline constexpr const char* kIncludeKey = "include";

// Reads `file`, then its included files, then the overrides (as in read_override()); later values win. Patterns such as
// conf.d/*.toml are relative to the folder of `file`, match in name order, and may match nothing. A name without
// wildcards must exist. Included files must not include others.
ConfigDocument read_with_includes(const std::filesystem::path& file, const std::vector<std::string>& overrides);

}  // namespace kongflow::host
