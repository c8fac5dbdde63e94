// Console routes for hosts.
#pragma once

#include "host/base/log.h"
#include "host/console/console_routes.h"
#include "host/database/console_database.h"
#include "host/fleet/heartbeat.h"

namespace kongflow::host {

// GET /console/api/hosts, POST /console/api/hosts/actions/:action. The arguments must outlive the routes.
void add_fleet_routes(ConsoleRoutes& routes, ConsoleDatabase& database, Heartbeat& self, Log& log);

}  // namespace kongflow::host
