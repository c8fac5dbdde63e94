// Locations of the program's own files: settings first, otherwise relative to the program.
#pragma once

#include <filesystem>

#include "host/config/settings.h"

namespace kongflow::host {

// plugin_dir, else <prefix>/plugins (a build tree), else <prefix>/lib/kongflow/plugins; <prefix>/bin holds the program.
std::filesystem::path plugin_dir(const Settings& settings);

// sql_dir, else <prefix>/sql (a build tree), else <prefix>/share/kongflow/sql.
std::filesystem::path sql_dir(const Settings& settings);

// console.assets_dir, else <prefix>/share/kongflow/console.
std::filesystem::path console_dir(const Settings& settings);

}  // namespace kongflow::host
