#include "host/console/console_api.h"

#include <utility>

#include "host/console/console_routes.h"
#include "host/console/environment_routes.h"
#include "host/console/fleet_routes.h"
#include "host/console/panel_routes.h"
#include "host/console/queue_routes.h"
#include "host/console/session_routes.h"
#include "host/console/task_routes.h"
#include "host/http/json_response.h"

namespace kongflow::host {

ConsoleApi::ConsoleApi(const ConsoleSettings& settings, Parts parts)
    : loopback_only_(!settings.listen_everywhere),
      secrets_(settings),
      guard_(settings.authentication != "none", secrets_, sessions_),
      parts_(std::move(parts)),
      database_(parts_.connection_string),
      overview_(database_, parts_.metrics, parts_.health) {}

void ConsoleApi::add_routes(RouteTable& table) {
  ConsoleRoutes routes(table, guard_, loopback_only_);
  add_session_routes(routes, secrets_, sessions_, parts_.log);
  add_panel_routes(routes, parts_.panels, parts_.log);
  add_task_routes(routes, database_, parts_.log);
  add_queue_routes(routes, database_, parts_.log);
  add_fleet_routes(routes, database_, parts_.heartbeat, parts_.log);
  add_environment_routes(routes, database_);
  routes.read("/console/api/overview", [this](const ConsoleRequest&) { return json_response(200, overview_.json()); });
}

}  // namespace kongflow::host
