#include "host/console/console_api.h"

#include "host/console/console_routes.h"
#include "host/console/panel_routes.h"

namespace kongflow::host {

ConsoleApi::ConsoleApi(const std::string& token, const PanelTable& panels, Log& log)
    : guard_(token), panels_(panels), log_(log) {}

void ConsoleApi::add_routes(RouteTable& table) {
  ConsoleRoutes routes(table, guard_);
  add_panel_routes(routes, panels_, log_);
}

}  // namespace kongflow::host
