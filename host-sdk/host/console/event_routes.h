// The console's stream of what changed.
#pragma once

#include "host/console/console_routes.h"
#include "host/console/event_hub.h"

namespace kongflow::host {

// GET /console/api/events?topics=overview,tasks. The hub outlives the route.
void add_event_routes(ConsoleRoutes& routes, EventHub& hub);

}  // namespace kongflow::host
