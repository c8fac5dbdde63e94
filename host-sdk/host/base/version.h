// Name and version of this program.
#pragma once

#include <string_view>

namespace kongflow::host {

inline constexpr std::string_view kProgramName = "kongflow-host";
inline constexpr std::string_view kProgramVersion = KONGFLOW_VERSION;

}  // namespace kongflow::host
