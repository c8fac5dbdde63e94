#include "http/answers.h"

namespace kongflow::endpoints {
namespace {

std::uint32_t status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_request:
    case ErrorCode::failed_ping:
    case ErrorCode::failed_upsert:
      return 400;
    case ErrorCode::endpoint_not_found:
      return 404;
    case ErrorCode::failed_index:
      return 502;
    case ErrorCode::database:
      return 503;
    case ErrorCode::invalid_payload:
      break;
  }
  return 500;
}

}  // namespace

Response ok(const JsonObject& body) {
  return Response::json(200, body.text());
}

JsonObject error_body(const Error& error) {
  JsonObject body;
  body.add("error", error.message).add("code", to_string(error.code));
  if (error.reason) body.add("reason", *error.reason);
  return body;
}

Response failure(const Call& call, const Error& error) {
  return failure(call, error, status_of(error.code), error_body(error));
}

Response failure(const Call& call, const Error& error, std::uint32_t status, const JsonObject& body) {
  // A message may quote a rejected URL that contains a password. It is logged only if the error has no detail or
  // reason.
  call.set_error(to_string(error.code), error.detail.value_or(error.reason.value_or(error.message)));
  return Response::json(status, body.text());
}

}  // namespace kongflow::endpoints
