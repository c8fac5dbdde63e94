// Console route that lists environments, for forms of panels.
#pragma once

#include "host/console/console_routes.h"
#include "host/database/console_database.h"

namespace kongflow::host {

// GET /console/api/environments. The database must outlive the route.
void add_environment_routes(ConsoleRoutes& routes, ConsoleDatabase& database);

}  // namespace kongflow::host
