// The JSON API of the operators' console, below /console/api: host-sdk/console/API.md describes it.
#pragma once

#include <string>

#include "host/console/console_guard.h"
#include "host/console/panel_table.h"
#include "host/http/route_table.h"
#include "host/log.h"

namespace kongflow::host {

// Outlives the routes that it added.
class ConsoleApi {
 public:
  ConsoleApi(const std::string& token, const PanelTable& panels, Log& log);

  void add_routes(RouteTable& table);

 private:
  const ConsoleGuard guard_;
  const PanelTable& panels_;
  Log& log_;
};

}  // namespace kongflow::host
