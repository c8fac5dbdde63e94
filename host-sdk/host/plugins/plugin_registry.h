// Runs the life cycle of all plugins of the config file.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "host/config/config.h"
#include "host/plugins/plugin_instance.h"

namespace kongflow::host {

// Main thread only. Methods that can fail return all problems as sentences; empty: success.
class PluginRegistry {
 public:
  explicit PluginRegistry(HostServices& services) : services_(services) {}
  ~PluginRegistry();  // destroys in the reverse order of loading

  // Opens, checks, creates and configures all enabled plugins. Relative paths start at `plugin_dir`. Destroys plugins
  // that fail and keeps the others. Reads only the shared objects; does no other I/O.
  Problems load(const Config& config, const std::filesystem::path& plugin_dir);

  // Starts the plugins in the order of the config file. Destroys plugins that fail.
  std::vector<std::string> start();

  // Applies the plugin settings of a re-read config to all running plugins, or to none when one rejects them.
  // `need_restart` receives the plugins that were added, removed or moved.
  Problems reconfigure(const Config& config, const std::filesystem::path& plugin_dir,
                       std::vector<std::string>& need_restart);

  void drain();
  // Stops the plugins one after the other, in reverse order; false when one did not stop within `limit_each`.
  bool stop(std::chrono::milliseconds limit_each);

  const std::vector<std::unique_ptr<PluginInstance>>& all() const { return plugins_; }

 private:
  PluginInstance* find(const std::string& id) const;

  HostServices& services_;
  std::vector<std::unique_ptr<PluginInstance>> plugins_;
};

}  // namespace kongflow::host
