#include "host/console/console_routes.h"

#include <utility>

#include "host/console/refusals.h"
#include "host/http/exchange.h"
#include "postgres/connection.h"

namespace kongflow::host {
namespace {

HttpResponse answered(const ConsoleHandle& handle, const ConsoleRequest& request) {
  constexpr std::string_view query_canceled = "57014";
  try {
    return handle(request);
  } catch (const postgres::Error& error) {
    if (error.sqlstate() == query_canceled) return busy("The database took too long to answer. Try again.", 5);
    if (error.transient()) return busy("The database is not available. Try again.", 1);
    throw;
  }
}

}  // namespace

void ConsoleRoutes::read(const char* pattern, ConsoleHandle handle) {
  add("GET", pattern, ConsoleRole::reader, std::move(handle));
}

void ConsoleRoutes::act(const char* method, const char* pattern, ConsoleHandle handle, RouteLane lane) {
  add(method, pattern, ConsoleRole::operator_, std::move(handle), lane);
}

void ConsoleRoutes::add(const char* method, const char* pattern, ConsoleRole needed, ConsoleHandle handle,
                        RouteLane lane) {
  add_route(
      method, pattern,
      [&guard = guard_, needed, handle = std::move(handle)](const kf_http_request& request, kf_exchange* exchange,
                                                            kf_call* call) {
        ConsoleGuard::Verdict verdict = guard.admit(request, needed);
        exchange->answer(verdict.refusal ? std::move(*verdict.refusal)
                                         : answered(handle, {request, *call, verdict.caller}));
      },
      lane);
}

void ConsoleRoutes::add_open(const char* method, const char* pattern, OpenHandle handle) {
  add_route(method, pattern,
            [handle = std::move(handle)](const kf_http_request& request, kf_exchange* exchange, kf_call*) {
              exchange->answer(handle(request));
            });
}

void ConsoleRoutes::add_route(const char* method, const char* pattern, decltype(Route::handle) handle, RouteLane lane) {
  Route route{"host", method, pattern, RouteAccess::console, std::move(handle), lane};
  route.loopback_only = loopback_only_;
  table_.add(std::move(route));
}

}  // namespace kongflow::host
