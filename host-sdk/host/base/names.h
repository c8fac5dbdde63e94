// Syntax of the names that plugins choose.
#pragma once

#include <string_view>

namespace kongflow::host {

bool is_plugin_id(std::string_view text);    // ^[a-z][a-z0-9-]{0,31}$
bool is_panel_id(std::string_view text);     // ^[a-z][a-z0-9-]*$
bool is_option_name(std::string_view text);  // ^[a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*$

}  // namespace kongflow::host
