// Request targets and the Authorization header: routes, percent-decoding, queries.
#include "expect.h"
#include "host/http/bearer_key.h"
#include "host/http/percent_encoding.h"
#include "host/http/route_table.h"

using namespace kongflow::host;
using kongflow::fuzz::expect;

namespace {

RouteTable make_routes() {
  RouteTable table;
  for (const char* pattern : {"/", "/api/v1/endpoints", "/api/v1/endpoints/:slug", "/api/v1/endpoints/:slug/index",
                              "/api/v1/endpoints/:environmentId/:slug/index/:hook", "/console/*path"}) {
    Route route;
    route.owner = "fuzz";
    route.method = "GET";
    route.pattern = pattern;
    expect(table.add(route));
  }
  return table;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const RouteTable routes = make_routes();
  const auto text = kongflow::fuzz::text_of(data, size);
  const auto question = text.find('?');
  for (const char* method : {"GET", "POST"}) {
    const RouteMatch match = routes.match(method, text.substr(0, question));
    expect(match.route == nullptr || match.allowed.empty());
    for (const auto& [name, value] : match.parameters) expect(value.find('\0') == std::string::npos);
  }
  if (const auto decoded = percent_decode(text)) expect(decoded->size() <= text.size());
  if (question != std::string_view::npos) query_parameter(text.substr(question + 1), "cursor");
  for (const auto scheme : {BearerScheme::exact, BearerScheme::any_case})
    if (const auto key = bearer_key(text, scheme)) expect(!key->empty());
  return 0;
}
