#include "http/show_endpoint_route.h"

#include "http/answers.h"
#include "http/endpoint_json.h"
#include "http/request_facts.h"

namespace kongflow::endpoints {

Response show_endpoint(const Services& services, const Request& request, const Call& call) {
  const auto found = services.queries.find(environment_of(request), std::string(request.parameter("slug")));
  if (!found) return failure(call, found.error());
  return ok(summary_json(found.value(), base_url_of(services, request)));
}

}  // namespace kongflow::endpoints
