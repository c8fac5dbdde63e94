#include "host/console/console_api.h"

#include <utility>

#include "host/console/console_routes.h"
#include "host/console/panel_routes.h"
#include "host/console/queue_routes.h"
#include "host/console/session_routes.h"
#include "host/console/task_routes.h"

namespace kongflow::host {

ConsoleApi::ConsoleApi(const ConsoleSettings& settings, Parts parts)
    : loopback_only_(!settings.listen_everywhere),
      secrets_(settings),
      guard_(settings.authentication != "none", secrets_, sessions_),
      parts_(std::move(parts)),
      database_(parts_.connection_string) {}

void ConsoleApi::add_routes(RouteTable& table) {
  ConsoleRoutes routes(table, guard_, loopback_only_);
  add_session_routes(routes, secrets_, sessions_, parts_.log);
  add_panel_routes(routes, parts_.panels, parts_.log);
  add_task_routes(routes, database_, parts_.log);
  add_queue_routes(routes, database_, parts_.log);
}

}  // namespace kongflow::host
