// All plugins of the config file, taken through their lives together.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "host/config/config.h"
#include "host/plugins/plugin_instance.h"

namespace kongflow::host {

// Main thread only. Methods that can fail return every problem, as sentences; none: all is well.
class PluginRegistry {
 public:
  explicit PluginRegistry(HostServices& services) : services_(services) {}
  ~PluginRegistry();  // in the reverse order of loading

  // Opens, checks, creates and configures every enabled plugin. `plugin_dir`: where relative paths start. What fails is
  // destroyed; the others stay. Does no I/O beyond reading the shared objects.
  Problems load(const Config& config, const std::filesystem::path& plugin_dir);

  // In the order of the config file. What fails is destroyed; the others are started.
  std::vector<std::string> start();

  // Gives running plugins the settings of a config that was read again: all of them, or none when one refuses. Plugins
  // that came, went or moved are in `need_restart`.
  Problems reconfigure(const Config& config, const std::filesystem::path& plugin_dir,
                       std::vector<std::string>& need_restart);

  void drain();
  // One after the other, in the reverse order; false when one did not stop within `limit_each`.
  bool stop(std::chrono::milliseconds limit_each);

  const std::vector<std::unique_ptr<PluginInstance>>& all() const { return plugins_; }

 private:
  PluginInstance* find(const std::string& id) const;

  HostServices& services_;
  std::vector<std::unique_ptr<PluginInstance>> plugins_;
};

}  // namespace kongflow::host
