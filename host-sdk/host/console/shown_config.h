// What the console shows of the configuration that the host works with.
#pragma once

#include <boost/json/array.hpp>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "host/config/config.h"
#include "host/plugins/plugin_registry.h"

namespace kongflow::host {

// Thread-safe: plugins and their settings belong to the main thread, which puts a copy of them here whenever they
// changed.
class ShownConfig {
 public:
  struct Plugin {
    std::string id, name, version, build, abi, path;
    OptionValues values;
  };
  struct Parts {
    std::filesystem::path file;
    std::vector<std::string> overrides;  // of the command line
    OptionValues values;                 // the host's own
    std::vector<Plugin> plugins;
  };

  void set(const Config& config, const PluginRegistry& plugins);  // [main thread]
  Parts get() const;

 private:
  mutable std::mutex mutex_;
  Parts parts_;  // protected by mutex_
};

// What is wrong with the config file as it is now, one sentence each: what the check command says but for what plugins
// themselves make of their settings.
std::vector<std::string> problems_now(const ShownConfig::Parts& running);

}  // namespace kongflow::host
