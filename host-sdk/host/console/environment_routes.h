// The console's list of environments, for forms of panels.
#pragma once

#include "host/console/console_routes.h"
#include "host/database/console_database.h"

namespace kongflow::host {

// GET /console/api/environments. The database outlives the route.
void add_environment_routes(ConsoleRoutes& routes, ConsoleDatabase& database);

}  // namespace kongflow::host
