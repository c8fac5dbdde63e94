// The plugins, and all tables that they register into.
#pragma once

#include <prometheus/registry.h>

#include "host/plugins/plugin_registry.h"

namespace kongflow::host {

// Works without a database and a listener too: that is the dry run of `check` and `plugins`.
struct PluginRuntime {
  explicit PluginRuntime(Log& log);

  prometheus::Registry prometheus;
  MetricTable metrics;
  RouteTable routes;
  TaskTable tasks;
  PanelTable panels;
  Health health;
  HostServices services;
  PluginRegistry plugins;  // last: plugins go before what they use
};

}  // namespace kongflow::host
