// A copy of the active configuration for the console.
#pragma once

#include <boost/json/array.hpp>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "host/config/config.h"
#include "host/plugins/plugin_registry.h"

namespace kongflow::host {

// Thread-safe. Plugins and their settings belong to the main thread, which stores a copy here after every change.
class ShownConfig {
 public:
  struct Plugin {
    std::string id, name, version, build, abi, path;
    OptionValues values;
  };
  struct Parts {
    std::filesystem::path file;
    std::vector<std::string> overrides;  // from the command line
    OptionValues values;                 // the host's own
    std::vector<Plugin> plugins;
  };

  void set(const Config& config, const PluginRegistry& plugins);  // [main thread]
  Parts get() const;

 private:
  mutable std::mutex mutex_;
  Parts parts_;  // protected by mutex_
};

// Problems of the current config file, one sentence each: those reported by the check command, except the plugins' own
// checks of their settings.
std::vector<std::string> problems_now(const ShownConfig::Parts& running);

}  // namespace kongflow::host
