// The configuration: the host's settings, and the tables of plugins, which are checked later against each plugin's
// descriptor.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/config/option_values.h"
#include "host/config/problem.h"
#include "host/config/settings.h"

namespace kongflow::host {

// [plugins.<id>]
struct PluginTable {
  std::string id;
  Position at;
  std::string path;  // as written; empty: kongflow-<id>.so
  bool enabled = true;
  bool optional = false;
  std::vector<ConfigEntry> entries;  // the other keys, relative to the table

  std::string name() const { return "plugins." + id; }
  std::filesystem::path path_in(const std::filesystem::path& plugin_dir) const {
    return plugin_dir / (path.empty() ? "kongflow-" + id + ".so" : path);
  }
  // Optional, and its file is not there.
  bool absent_from(const std::filesystem::path& plugin_dir) const {
    return optional && !std::filesystem::exists(path_in(plugin_dir));
  }
};

struct Config {
  std::filesystem::path file;
  std::vector<std::string> overrides;  // the --set options it was read with
  OptionValues values;                 // of host_options()
  Settings settings;
  std::vector<PluginTable> plugins;  // in the file's order
  Problems problems;                 // all that the host can detect without its plugins
};

// `overrides` as in read_with_includes(), which reads the files.
Config read_config(const std::filesystem::path& file, const std::vector<std::string>& overrides);

// Checks the plugin's own settings against the options of its descriptor.
OptionValues check_plugin_table(const PluginTable& table, std::vector<Option> options, Problems& problems);

// Keys of a plugin's table that the host defines. Plugins must not declare them.
const std::vector<Option>& reserved_plugin_options();

}  // namespace kongflow::host
