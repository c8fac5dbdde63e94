// Console route for plugins.
#pragma once

#include "host/console/console_routes.h"
#include "host/console/shown_config.h"
#include "host/http/route_table.h"
#include "host/tasks/task_table.h"

namespace prometheus {
class Registry;
}

namespace kongflow::host {

struct PluginPage {
  const ShownConfig& config;
  const RouteTable& routes;
  const TaskTable& tasks;
  const prometheus::Registry& metrics;
};

// GET /console/api/plugins. The arguments must outlive the route.
void add_plugin_routes(ConsoleRoutes& routes, PluginPage page);

}  // namespace kongflow::host
