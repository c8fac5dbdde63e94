#include "http/delete_endpoint_route.h"

#include "http/answers.h"
#include "http/request_facts.h"

namespace kongflow::endpoints {

Response delete_endpoint(const Services& services, const Request& request, const Call& call) {
  const auto removed = services.queries.remove(environment_of(request), std::string(request.parameter("slug")));
  if (!removed) return failure(call, removed.error());
  return ok(JsonObject().add("ok", true));
}

}  // namespace kongflow::endpoints
