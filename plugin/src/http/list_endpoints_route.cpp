#include "http/list_endpoints_route.h"

#include "http/answers.h"
#include "http/endpoint_json.h"
#include "http/request_facts.h"

namespace kongflow::endpoints {

Response list_endpoints(const Services& services, const Request& request, const Call& call) {
  const auto found = services.queries.list(environment_of(request), page_of(request));
  if (!found) return failure(call, found.error());
  const std::string base_url = base_url_of(services, request);
  std::vector<std::string> endpoints;
  for (const EndpointSummary& summary : found->items) endpoints.push_back(summary_json(summary, base_url).text());
  return ok(JsonObject().add_json("endpoints", json_array(endpoints)).add("nextCursor", found->next));
}

}  // namespace kongflow::endpoints
