// One plugin and the steps of its life cycle.
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

// Main thread only. Steps return the reason why they failed, a sentence, or nullopt. When create() fails, no further
// step is allowed. After a failed start() or a failed first configure(), only destroy() is allowed.
class PluginInstance {
 public:
  PluginInstance(PluginLibrary library, HostServices& services);
  ~PluginInstance();  // destroy(), unless stop() timed out
  PluginInstance(const PluginInstance&) = delete;
  PluginInstance& operator=(const PluginInstance&) = delete;

  std::optional<std::string> create();
  // May be called again after start(). The plugin keeps its old settings when it rejects the new ones.
  std::optional<std::string> configure(const OptionValues& values);
  std::optional<std::string> start();
  void drain();
  // False when the plugin did not report within `limit` that it has stopped. The host then never calls it again.
  bool stop(std::chrono::milliseconds limit);
  void destroy();

  // Violations of the contract in the steps so far that the host survives, as sentences: an exception that left the
  // plugin, a second done().
  std::vector<std::string> breaches() const;
  // True when the plugin tried to register something outside start().
  bool registers_outside_start() const { return host_.registrations_outside_start() > 0; }
  // Registrations in start() that the host rejected, as sentences.
  const std::vector<std::string>& refusals() const { return refusals_; }

  const PluginLibrary& library() const { return library_; }
  const OptionValues& values() const { return values_; }  // the settings that the plugin accepted last

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
