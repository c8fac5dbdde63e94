#include "http/routes.h"

#include "domain/endpoint_repository.h"
#include "http/answers.h"
#include "http/create_endpoint_route.h"
#include "http/delete_endpoint_route.h"
#include "http/hook_route.h"
#include "http/index_endpoint_route.h"
#include "http/list_endpoints_route.h"
#include "http/list_indexes_route.h"
#include "http/openapi_route.h"
#include "http/show_endpoint_route.h"
#include "http/show_run_route.h"

namespace kongflow::endpoints {
namespace {

using Route = Response (*)(const Services&, const Request&, const Call&);

Response database_failure(const RepositoryError& error, const Call& call) {
  const auto answer = [&](std::uint32_t status, const char* sentence) {
    const Error shown{ErrorCode::database, sentence, std::nullopt, error.what()};
    return failure(call, shown, status, error_body(shown));
  };
  if (!error.platform_fault()) return answer(500, "Internal Server Error");
  Response busy = answer(503, "The database is not available. Try again in a moment.");
  busy.headers.emplace_back("retry-after", "1");
  return busy;
}

RouteHandler with_services(const ServicesSource& services, Route route) {
  return [services, route](const Request& request, Call& call) {
    const auto current = services();
    try {
      return route(*current, request, call);
    } catch (const RepositoryError& error) {
      current->database_failed(error, call.id());
      return database_failure(error, call);
    }
  };
}

}  // namespace

void add_routes(Registrar& registrar, const ServicesSource& services) {
  const auto add = [&](const char* method, const char* pattern, Access access, Route route,
                       const RouteOptions& options = {}) {
    registrar.route(method, pattern, access, with_services(services, route), options);
  };
  RouteOptions create, index, hook;
  create.waits = index.waits = true;
  index.decoded_body = true;
  hook.decoded_body = hook.optional_body = true;
  add("POST", "/api/v1/endpoints", Access::environment, create_endpoint, create);
  add("GET", "/api/v1/endpoints", Access::environment, list_endpoints);
  add("GET", "/api/v1/endpoints/:slug", Access::environment, show_endpoint);
  add("DELETE", "/api/v1/endpoints/:slug", Access::environment, delete_endpoint);
  add("POST", "/api/v1/endpoints/:slug/index", Access::environment, index_endpoint, index);
  add("GET", "/api/v1/endpoints/:slug/indexes", Access::environment, list_indexes);
  add("GET", "/api/v1/endpointindex/:id", Access::environment, show_run);
  add("GET", "/api/v1/endpoints/:environmentId/:slug/index/:hook", Access::open, call_hook, hook);
  add("POST", "/api/v1/endpoints/:environmentId/:slug/index/:hook", Access::open, call_hook, hook);
  registrar.route("GET", "/api/openapi.json", Access::open, [](const Request&, const Call&) { return show_openapi(); });
}

}  // namespace kongflow::endpoints
