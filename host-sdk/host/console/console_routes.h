// Registers the console's API routes with the host.
#pragma once

#include "host/console/console_guard.h"
#include "host/console/console_request.h"
#include "host/http/route_table.h"

namespace kongflow::host {

class ConsoleRoutes {
 public:
  // `guard` must outlive the routes. `loopback_only`: as in Route.
  ConsoleRoutes(RouteTable& table, ConsoleGuard& guard, bool loopback_only)
      : table_(table), guard_(guard), loopback_only_(loopback_only) {}

  void read(const char* pattern, ConsoleHandle handle);  // GET, for all roles
  // For operators. Use lane `calls` for handlers that wait for another party.
  void act(const char* method, const char* pattern, ConsoleHandle handle, RouteLane lane = RouteLane::console);
  void add(const char* method, const char* pattern, ConsoleRole needed, ConsoleHandle handle,
           RouteLane lane = RouteLane::console);

  // Without authentication.
  using OpenHandle = std::function<HttpResponse(const kf_http_request&)>;
  void add_open(const char* method, const char* pattern, OpenHandle handle);

 private:
  void add_route(const char* method, const char* pattern, decltype(Route::handle) handle,
                 RouteLane lane = RouteLane::console);

  RouteTable& table_;
  ConsoleGuard& guard_;
  const bool loopback_only_;
};

}  // namespace kongflow::host
