// Console routes for login and logout with a browser.
#pragma once

#include "host/base/log.h"
#include "host/console/console_routes.h"
#include "host/console/console_secrets.h"
#include "host/console/sessions.h"

namespace kongflow::host {

// POST, GET and DELETE /console/api/session. The arguments must outlive the routes.
void add_session_routes(ConsoleRoutes& routes, const ConsoleSecrets& secrets, ConsoleSessions& sessions, Log& log);

}  // namespace kongflow::host
