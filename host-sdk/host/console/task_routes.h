// Console routes for tasks.
#pragma once

#include "host/base/log.h"
#include "host/console/console_routes.h"
#include "host/database/console_database.h"

namespace kongflow::host {

// GET /console/api/tasks, /tasks/counts, /tasks/:id; POST /tasks/actions/:action. The arguments must outlive the
// routes.
void add_task_routes(ConsoleRoutes& routes, ConsoleDatabase& database, Log& log);

}  // namespace kongflow::host
