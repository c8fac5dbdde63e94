// Console routes for settings and the log.
#pragma once

#include "host/base/log.h"
#include "host/console/console_routes.h"
#include "host/console/shown_config.h"

namespace kongflow::host {

// GET /console/api/config, GET and PUT /console/api/log-level. The arguments must outlive the routes.
void add_config_routes(ConsoleRoutes& routes, const ShownConfig& config, Log& log);

}  // namespace kongflow::host
