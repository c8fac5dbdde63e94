// What this program calls itself.
#pragma once

#include <string_view>

namespace kongflow::host {

inline constexpr std::string_view program_name = "kongflow-host";
inline constexpr std::string_view program_version = KONGFLOW_VERSION;

}  // namespace kongflow::host
