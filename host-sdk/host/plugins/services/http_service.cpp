#include "host/base/text.h"
#include "host/http/exchange.h"
#include "host/plugins/services/boundary.h"
#include "host/plugins/services/service_tables.h"

namespace kongflow::host {
namespace {

std::string owner_of(const RouteTable& routes, const std::string& method, const std::string& pattern) {
  for (const auto& route : routes.all())
    if (route.method == method && route.pattern == pattern) return route.owner;
  return "another pattern for the same paths";
}

constexpr std::uint32_t kKnownFlags =
    KF_HTTP_ENVIRONMENT | KF_HTTP_DECODED_BODY | KF_HTTP_OPTIONAL_BODY | KF_HTTP_WAITS;

kf_status add(const kf_host* abi, const kf_http_route* route) noexcept {
  return registration(abi, [&](PluginHost& host) -> kf_status {
    if (!KF_HAS(route, self) || route->handle == nullptr || (route->flags & ~kKnownFlags) != 0)
      return host.refuse(KF_BAD_ARGUMENT,
                         "this host does not support a route's description; check its struct_size, flags and function");
    const std::string method(view(route->method)), pattern(view(route->pattern));
    if (method.empty() || pattern.empty() || pattern.front() != '/')
      return host.refuse(KF_BAD_ARGUMENT,
                         "the route \"" + method + " " + pattern + "\" needs a method and a path that begins with /");
    const auto access = (route->flags & KF_HTTP_ENVIRONMENT) != 0 ? RouteAccess::environment : RouteAccess::open;
    const auto handle = [fn = route->handle, self = route->self](const kf_http_request& request, kf_exchange* exchange,
                                                                 kf_call* call) { fn(self, &request, exchange, call); };
    Route added{host.plugin_id(), method, pattern, access, handle};
    added.decodes_body = (route->flags & KF_HTTP_DECODED_BODY) != 0;
    added.body_optional = (route->flags & KF_HTTP_OPTIONAL_BODY) != 0;
    if ((route->flags & KF_HTTP_WAITS) != 0) added.lane = RouteLane::calls;
    added.call_limit = &host.call_limit();
    if (host.services().routes.add(std::move(added))) return KF_OK;
    return host.refuse(KF_CONFLICT, "the route " + method + " " + pattern + " is taken by \"" +
                                        owner_of(host.services().routes, method, pattern) + "\"");
  });
}

kf_status complete(kf_exchange* exchange, std::uint32_t status, const kf_pair* headers, std::uint32_t header_count,
                   kf_str body) noexcept {
  if (exchange == nullptr) return KF_BAD_ARGUMENT;
  try {
    return exchange->complete(status, headers, header_count, body);
  } catch (const std::exception&) {
    return KF_INTERNAL;
  }
}

}  // namespace

const kf_http_service http_service{sizeof(kf_http_service), &add, &complete};

}  // namespace kongflow::host
