// The whole configuration: the host's settings, and the plugins' tables, which only a plugin's descriptor can explain.
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
  std::vector<ConfigEntry> entries;  // all others, their keys below the table

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
  std::vector<std::string> overrides;  // that it was read with
  OptionValues values;                 // of host_options()
  Settings settings;
  std::vector<PluginTable> plugins;  // in the file's order
  Problems problems;                 // every one that the host can see without its plugins
};

// `overrides` as in read_with_includes(), whose files it reads.
Config read_config(const std::filesystem::path& file, const std::vector<std::string>& overrides);

// The plugin's own settings, checked against the options of its descriptor.
OptionValues check_plugin_table(const PluginTable& table, std::vector<Option> options, Problems& problems);

// Keys of a plugin's table that are the host's: no plugin may declare them.
const std::vector<Option>& reserved_plugin_options();

}  // namespace kongflow::host
