#include "host/console/console_api.h"

#include <utility>

#include "host/console/asset_routes.h"
#include "host/console/config_routes.h"
#include "host/console/console_routes.h"
#include "host/console/environment_routes.h"
#include "host/console/event_routes.h"
#include "host/console/fleet_routes.h"
#include "host/console/panel_routes.h"
#include "host/console/panel_versions.h"
#include "host/console/plugin_routes.h"
#include "host/console/queue_routes.h"
#include "host/console/session_routes.h"
#include "host/console/task_routes.h"
#include "host/fleet/host_store.h"
#include "host/http/json_response.h"
#include "host/queue/queue_state.h"

namespace kongflow::host {

ConsoleApi::ConsoleApi(const ConsoleSettings& settings, Parts parts)
    : loopback_only_(!settings.listen_everywhere),
      secrets_(settings),
      guard_(settings.authentication != "none", secrets_, sessions_),
      parts_(std::move(parts)),
      database_(parts_.connection_string),
      overview_(database_, parts_.metrics, parts_.readiness, parts_.admission),
      assets_(parts_.pages),
      hub_(topics(), parts_.log) {}

std::vector<EventHub::Topic> ConsoleApi::topics() {
  return {{"overview", [this] { return overview_.json(); }},
          {"tasks", [this] { return counts_json(read_queue_state(database_)); }},
          {"hosts",
           [this] {
             return database_.with_connection([this](postgres::Connection& connection) {
               return host_store::hosts_json(connection, parts_.heartbeat.id());
             });
           }},
          {"panels", [this] { return panel_versions(parts_.panels); }}};
}

void ConsoleApi::add_routes(RouteTable& table) {
  ConsoleRoutes routes(table, guard_, loopback_only_);
  add_session_routes(routes, secrets_, sessions_, parts_.log);
  add_panel_routes(routes, parts_.panels, parts_.log);
  add_task_routes(routes, database_, parts_.log);
  add_queue_routes(routes, database_, parts_.log);
  add_fleet_routes(routes, database_, parts_.heartbeat, parts_.log);
  add_environment_routes(routes, database_);
  add_plugin_routes(routes, {parts_.config, table, parts_.tasks, parts_.metrics});
  add_config_routes(routes, parts_.config, parts_.log);
  add_event_routes(routes, sessions_, hub_);
  add_asset_routes(routes, assets_);
  routes.read("/console/api/overview", [this](const ConsoleRequest&) { return json_response(200, overview_.json()); });
}

}  // namespace kongflow::host
