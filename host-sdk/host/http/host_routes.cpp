#include "host/http/host_routes.h"

#include <prometheus/counter.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <string>
#include <utility>

#include "host/admission/share_metrics.h"
#include "host/http/exchange.h"
#include "host/http/json_response.h"
#include "host/http/whoami.h"

namespace kongflow::host {
namespace {

void add(RouteTable& routes, const char* pattern, RouteAccess access, RouteLane lane, decltype(Route::handle) handle) {
  routes.add({"host", "GET", pattern, access, std::move(handle), lane});
}

}  // namespace

void add_host_routes(RouteTable& routes, Readiness& readiness, const Admission& admission,
                     prometheus::Registry& registry, const Log& log) {
  add(routes, "/healthz", RouteAccess::open, RouteLane::io,
      [](const kf_http_request&, kf_exchange* exchange, kf_call*) {
        exchange->answer(json_response(200, R"({"alive":true})"));
      });

  add(routes, "/readyz", RouteAccess::open, RouteLane::probe,
      [&readiness](const kf_http_request&, kf_exchange* exchange, kf_call*) { exchange->answer(readiness.answer()); });

  auto& dropped = prometheus::BuildCounter()
                      .Name("kongflow_log_lines_dropped_total")
                      .Help("Log lines dropped because the log's reader was blocked or gone.")
                      .Register(registry)
                      .Add({});
  add(routes, "/metrics", RouteAccess::open, RouteLane::probe,
      [&registry, &admission, &log, &dropped](const kf_http_request&, kf_exchange* exchange, kf_call*) {
        dropped.Increment(static_cast<double>(log.dropped()) - dropped.Value());
        auto families = registry.Collect();
        for (auto& family : share_metrics(admission)) families.push_back(std::move(family));
        exchange->answer({200,
                          {{"content-type", "text/plain; version=0.0.4; charset=utf-8"}},
                          prometheus::TextSerializer().Serialize(families)});
      });

  add(routes, "/api/v1/whoami", RouteAccess::environment, RouteLane::quick,
      [](const kf_http_request&, kf_exchange* exchange, kf_call*) {
        exchange->answer(json_response(200, whoami_json(*exchange->environment())));
      });
}

}  // namespace kongflow::host
