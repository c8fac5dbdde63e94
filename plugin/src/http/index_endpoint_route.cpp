#include "http/index_endpoint_route.h"

#include "domain/json_fields.h"
#include "http/answers.h"
#include "http/endpoint_json.h"
#include "http/request_facts.h"

namespace kongflow::endpoints {
namespace {

Response failed_run(const Call& call, const IndexOutcome& outcome, std::uint32_t status) {
  JsonObject body = error_body(outcome.error.value());
  body.add("runId", outcome.run_id).add_json("endpointIndex", JsonObject().add("id", outcome.run_id).text());
  return failure(call, outcome.error.value(), status, body);
}

// An unknown endpoint takes precedence over an invalid body.
Response invalid_body(const Services& services, const Request& request, const Call& call, const Error& error) {
  const auto found = services.queries.find(environment_of(request), std::string(request.parameter("slug")));
  return failure(call, found ? error : found.error());
}

}  // namespace

Response index_endpoint(const Services& services, const Request& request, const Call& call) {
  const auto body = JsonFields::parse(request.body(), "Invalid body");
  if (!body) return invalid_body(services, request, call, body.error());
  const auto reason = body->optional_string("reason");
  if (!reason) return invalid_body(services, request, call, reason.error());
  const IndexRequest index_request{IndexSource::api, reason.value(), body->data("data")};

  const IndexOutcome outcome = services.index.index(environment_of(request), std::string(request.parameter("slug")),
                                                    index_request, context_of(call));
  switch (outcome.kind) {
    case IndexOutcome::Kind::done:
      return ok(index_json(outcome.index.value()).add("runId", outcome.run_id));
    case IndexOutcome::Kind::no_endpoint:
    case IndexOutcome::Kind::removed:
      return failure(call, outcome.error.value());
    case IndexOutcome::Kind::app_failure:
      return failed_run(call, outcome, 502);
    case IndexOutcome::Kind::invalid_manifest:
      return failed_run(call, outcome, 422);
    case IndexOutcome::Kind::superseded:
    case IndexOutcome::Kind::cancelled:
      break;
  }
  return failed_run(call, outcome, 503);
}

}  // namespace kongflow::endpoints
