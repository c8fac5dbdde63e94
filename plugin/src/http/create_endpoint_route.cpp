#include "http/create_endpoint_route.h"

#include "domain/json_fields.h"
#include "http/answers.h"
#include "http/endpoint_json.h"
#include "http/request_facts.h"

namespace kongflow::endpoints {
namespace {

Response invalid_body(const Request& request, const Call& call, Error error) {
  const auto coding = request.header("content-encoding");
  if (!coding || *coding == "identity") return failure(call, error);
  error.reason = "This route does not accept compressed bodies: send the body without Content-Encoding.";
  const std::uint32_t status =
      *coding == "gzip" ? 400 : 415;  // gzip: as recorded; the original accepted no content coding
  return failure(call, error, status, error_body(error));
}

}  // namespace

Response create_endpoint(const Services& services, const Request& request, const Call& call) {
  const auto body = JsonFields::parse(request.body(), "Invalid request body");
  if (!body) return invalid_body(request, call, body.error());
  const auto id = body->string("id");
  if (!id) return failure(call, id.error());
  const auto url = body->string("url");
  if (!url) return failure(call, url.error());

  const auto created = services.create.create(environment_of(request), {id.value(), url.value()}, context_of(call));
  if (!created) return failure(call, created.error());
  return ok(endpoint_json(created->endpoint).add_json("endpointIndex", JsonObject().add("id", created->run.id).text()));
}

}  // namespace kongflow::endpoints
