#include "http/create_endpoint_route.h"

#include "domain/json_fields.h"
#include "http/answers.h"
#include "http/endpoint_json.h"
#include "http/request_facts.h"

namespace kongflow::endpoints {

Response create_endpoint(const Services& services, const Request& request, const Call& call) {
  const auto body = JsonFields::parse(request.body(), "Invalid request body");
  if (!body) return failure(call, body.error());
  const auto id = body->string("id");
  if (!id) return failure(call, id.error());
  const auto url = body->string("url");
  if (!url) return failure(call, url.error());

  const auto created = services.create.create(environment_of(request), {id.value(), url.value()}, context_of(call));
  if (!created) return failure(call, created.error());
  return ok(endpoint_json(created->endpoint).add_json("endpointIndex", JsonObject().add("id", created->run.id).text()));
}

}  // namespace kongflow::endpoints
