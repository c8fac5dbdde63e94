// The plugins and the tables that they register into.
#pragma once

#include <prometheus/registry.h>

#include "host/plugins/plugin_registry.h"

namespace kongflow::host {

// Also works without database and listener, for the dry run of the commands `check` and `plugins`.
struct PluginRuntime {
  explicit PluginRuntime(Log& log);

  prometheus::Registry prometheus;
  MetricTable metrics;
  RouteTable routes;
  TaskTable tasks;
  PanelTable panels;
  Health health;
  HostServices services;
  PluginRegistry plugins;  // last: plugins must be destroyed before the members that they use
};

}  // namespace kongflow::host
