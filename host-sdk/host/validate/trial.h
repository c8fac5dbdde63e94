// Runs the plugin under validation in a host of its own, without a listener and a queue.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "host/base/log.h"
#include "host/plugins/plugin_runtime.h"
#include "host/queue/task_queue.h"
#include "host/validate/check.h"
#include "host/validate/route_trial.h"

namespace kongflow::host::validate {

// Loads the plugin's library; throws Skipped when the host rejects it.
PluginLibrary load(const Subject& subject);

// The plugin's settings from the subject's config file. `problems` receives all problems.
OptionValues settings_of(const Subject& subject, const PluginLibrary& library, Problems& problems);

// Main thread only. Several trials may exist at once. A step throws Failed with the plugin's reason when it fails or
// violates the contract.
class Trial {
 public:
  // Throws Skipped when the host rejects the plugin or its settings.
  explicit Trial(const Subject& subject);
  ~Trial();
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  void create();
  void configure();
  void configure(const OptionValues& values);
  void start();
  void drain();
  void stop();
  void destroy();

  // create to start; drain to destroy.
  void begin();
  void end();

  bool requires_service(const std::string& id) const;

  // Throws Failed when the plugin violated its contract.
  void expect_no_breach() const;

  const Subject& subject() const { return subject_; }
  PluginRuntime& runtime() { return runtime_; }
  PluginInstance& plugin() { return *plugin_; }
  const OptionValues& settings() const { return settings_; }
  // Sends requests to the plugin's routes; valid from start() to stop().
  RouteTrial& routes() { return *routes_; }

 private:
  void expect(const std::optional<std::string>& problem) const;

  const Subject& subject_;
  Log log_;
  PluginRuntime runtime_;
  OptionValues settings_;
  std::optional<TaskQueue> queue_;
  std::unique_ptr<RouteTrial> routes_;
  std::unique_ptr<PluginInstance> plugin_;  // must be destroyed before the members that it uses
};

}  // namespace kongflow::host::validate
