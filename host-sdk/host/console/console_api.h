// The JSON API of the operators' console below /console/api; see host-sdk/console/API.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/base/log.h"
#include "host/config/settings.h"
#include "host/console/asset_files.h"
#include "host/console/console_guard.h"
#include "host/console/console_secrets.h"
#include "host/console/event_hub.h"
#include "host/console/overview.h"
#include "host/console/sessions.h"
#include "host/console/shown_config.h"
#include "host/database/console_database.h"
#include "host/fleet/heartbeat.h"
#include "host/http/readiness.h"
#include "host/http/route_table.h"
#include "host/plugins/panel_table.h"
#include "host/tasks/task_table.h"

namespace kongflow::host {

// Must outlive the routes that it adds.
class ConsoleApi {
 public:
  // Data sources of the pages; must outlive the object.
  struct Parts {
    const PanelTable& panels;
    const TaskTable& tasks;
    const prometheus::Registry& metrics;
    const Readiness& readiness;
    const Admission& admission;
    const ShownConfig& config;
    Heartbeat& heartbeat;  // of this host
    Log& log;
    std::string connection_string;
    std::filesystem::path pages;  // folder of the web console's files
  };
  // `settings` must contain the token.
  ConsoleApi(const ConsoleSettings& settings, Parts parts);

  void add_routes(RouteTable& table);

  // Closes all event streams; later ones close immediately.
  void stop() { hub_.stop(); }

 private:
  std::vector<EventHub::Topic> topics();

  const bool loopback_only_;
  const ConsoleSecrets secrets_;
  ConsoleSessions sessions_;
  ConsoleGuard guard_;
  const Parts parts_;
  ConsoleDatabase database_;
  Overview overview_;
  const AssetFiles assets_;
  EventHub hub_;
};

}  // namespace kongflow::host
