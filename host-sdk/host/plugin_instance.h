// One live plugin and the steps of its life.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "host/config/option_values.h"
#include "host/plugin_library.h"
#include "host/services/plugin_host.h"
#include "kongflow/abi/plugin.h"

namespace kongflow::host {

// Main thread only. The steps return the sentence that says why they failed, or nothing. A plugin whose create() failed
// has no further step; after a failed start() or a first failed configure() only destroy() follows.
class PluginInstance {
 public:
  PluginInstance(PluginLibrary library, HostServices& services);
  ~PluginInstance();  // destroy(), unless the plugin did not stop
  PluginInstance(const PluginInstance&) = delete;
  PluginInstance& operator=(const PluginInstance&) = delete;

  std::optional<std::string> create();
  // Again after start(): the plugin keeps its old settings when it refuses the new ones.
  std::optional<std::string> configure(OptionValues values);
  std::optional<std::string> start();
  void drain();
  // False when the plugin did not report within `limit` that it has stopped; it is then left alone for good.
  bool stop(std::chrono::milliseconds limit);
  void destroy();

  const PluginLibrary& library() const { return library_; }
  const OptionValues& values() const { return values_; }  // that the plugin accepted last

 private:
  std::optional<std::string> ended(const char* step, kf_status status, const kf_call& call) const;

  const PluginLibrary library_;
  PluginHost host_;
  OptionValues values_;
  kf_plugin* plugin_ = nullptr;
  bool started_ = false;
};

}  // namespace kongflow::host
