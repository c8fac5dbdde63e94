// Console route of the event stream.
#pragma once

#include "host/console/console_routes.h"
#include "host/console/event_hub.h"
#include "host/console/sessions.h"

namespace kongflow::host {

// GET /console/api/events?topics=overview,tasks. The arguments must outlive the route.
void add_event_routes(ConsoleRoutes& routes, const ConsoleSessions& sessions, EventHub& hub);

}  // namespace kongflow::host
