#include "host/console/console_api.h"

#include "host/console/console_routes.h"
#include "host/console/panel_routes.h"
#include "host/console/session_routes.h"

namespace kongflow::host {

ConsoleApi::ConsoleApi(const ConsoleSettings& settings, const PanelTable& panels, Log& log)
    : loopback_only_(!settings.listen_everywhere),
      secrets_(settings),
      guard_(settings.authentication != "none", secrets_, sessions_),
      panels_(panels),
      log_(log) {}

void ConsoleApi::add_routes(RouteTable& table) {
  ConsoleRoutes routes(table, guard_, loopback_only_);
  add_session_routes(routes, secrets_, sessions_, log_);
  add_panel_routes(routes, panels_, log_);
}

}  // namespace kongflow::host
