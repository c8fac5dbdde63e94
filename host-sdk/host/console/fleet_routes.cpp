#include "host/console/fleet_routes.h"

#include <boost/json.hpp>
#include <string>

#include "host/console/audit.h"
#include "host/fleet/host_store.h"
#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

HttpResponse list(ConsoleDatabase& database, const Heartbeat& self) {
  return json_response(200, database.with_connection([&](postgres::Connection& connection) {
    return host_store::hosts_json(connection, self.id());
  }));
}

HttpResponse act(const ConsoleRequest& request, ConsoleDatabase& database, Heartbeat& self, Log& log) {
  const std::string action = request.path_parameter("action");
  const bool drain = action == "drain";
  if (!drain && action != "resume") return error_response(404, "There is no such action for hosts.");
  const auto input = request.body();
  const auto* id = input ? input->if_contains("id") : nullptr;
  if (id == nullptr || !id->is_string()) return error_response(400, R"(The body must be {"id": a host}.)");
  const std::string host(id->get_string());
  const bool found = database.with_connection(
      [&](postgres::Connection& connection) { return host_store::set_draining(connection, host, drain); });
  if (found && host == self.id()) self.beat_now();
  HttpResponse answer = found ? json_response(200, R"({"changed":1})")
                              : error_response(404, "The host does not exist, or no longer exists.");
  audit(log, request, "hosts " + action, {{"host", host}}, answer.status);
  return answer;
}

}  // namespace

void add_fleet_routes(ConsoleRoutes& routes, ConsoleDatabase& database, Heartbeat& self, Log& log) {
  routes.read("/console/api/hosts", [&](const ConsoleRequest&) { return list(database, self); });
  routes.act("POST", "/console/api/hosts/actions/:action",
             [&](const ConsoleRequest& request) { return act(request, database, self, log); });
}

}  // namespace kongflow::host
