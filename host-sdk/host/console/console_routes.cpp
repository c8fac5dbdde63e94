#include "host/console/console_routes.h"

#include <utility>

#include "host/http/exchange.h"

namespace kongflow::host {

void ConsoleRoutes::read(const char* pattern, ConsoleHandle handle) {
  add("GET", pattern, ConsoleRole::reader, std::move(handle));
}

void ConsoleRoutes::act(const char* method, const char* pattern, ConsoleHandle handle) {
  add(method, pattern, ConsoleRole::operator_, std::move(handle));
}

void ConsoleRoutes::add(const char* method, const char* pattern, ConsoleRole role, ConsoleHandle handle) {
  table_.add({"host", method, pattern, RouteAccess::console,
              [&guard = guard_, role, handle = std::move(handle)](const kf_http_request& request, kf_exchange* exchange,
                                                                  kf_call* call) {
                const ConsoleGuard::Verdict verdict = guard.admit(request, role);
                exchange->answer(verdict.refusal ? *verdict.refusal : handle({request, *call, verdict.caller}));
              }});
}

}  // namespace kongflow::host
