// Adds the routes of the console's API to the host's, each behind the guard.
#pragma once

#include "host/console/console_guard.h"
#include "host/console/console_request.h"
#include "host/http/route_table.h"

namespace kongflow::host {

class ConsoleRoutes {
 public:
  // `guard` outlives the routes.
  ConsoleRoutes(RouteTable& table, const ConsoleGuard& guard) : table_(table), guard_(guard) {}

  void read(const char* pattern, ConsoleHandle handle);                     // GET, for every role
  void act(const char* method, const char* pattern, ConsoleHandle handle);  // for operators

 private:
  void add(const char* method, const char* pattern, ConsoleRole role, ConsoleHandle handle);

  RouteTable& table_;
  const ConsoleGuard& guard_;
};

}  // namespace kongflow::host
