// One live plugin and the steps of its life.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "host/config/option_values.h"
#include "host/plugins/plugin_library.h"
#include "host/plugins/services/plugin_host.h"
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
  std::optional<std::string> configure(const OptionValues& values);
  std::optional<std::string> start();
  void drain();
  // False when the plugin did not report within `limit` that it has stopped; it is then left alone for good.
  bool stop(std::chrono::milliseconds limit);
  void destroy();

  // How the plugin broke its contract in its steps so far, where the host survives it, as sentences: an exception that
  // it let out, a second done().
  std::vector<std::string> breaches() const;
  // It tried to register something at another time than start().
  bool registers_outside_start() const { return host_.misplaced() > 0; }
  // The registrations that start() tried in vain, as sentences.
  const std::vector<std::string>& refusals() const { return refusals_; }

  const PluginLibrary& library() const { return library_; }
  const OptionValues& values() const { return values_; }  // that the plugin accepted last

 private:
  class Stopped;

  template <class Step>
  kf_status run(const char* step, kf_call& call, Step&& body);
  std::optional<std::string> ended(const char* step, kf_status status, const kf_call& call) const;

  const PluginLibrary library_;
  PluginHost host_;
  OptionValues values_;
  kf_plugin* plugin_ = nullptr;
  bool started_ = false;
  Stopped* stopped_ = nullptr;  // of the last stop()
  std::vector<std::string> exceptions_, refusals_;
};

}  // namespace kongflow::host
