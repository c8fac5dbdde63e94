// Console routes for named queues.
#pragma once

#include "host/base/log.h"
#include "host/console/console_routes.h"
#include "host/database/console_database.h"

namespace kongflow::host {

// GET /console/api/queues, POST /console/api/queues/actions/unlock. The arguments must outlive the routes.
void add_queue_routes(ConsoleRoutes& routes, ConsoleDatabase& database, Log& log);

}  // namespace kongflow::host
