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

Response failure(const Error& error) {
  return failure(status_of(error.code), error);
}

Response failure(std::uint32_t status, const Error& error) {
  return Response::json(status, error_body(error).text());
}

}  // namespace kongflow::endpoints
