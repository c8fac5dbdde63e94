#include "domain/error.h"

namespace kongflow::endpoints {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_request:
      return "INVALID_REQUEST";
    case ErrorCode::endpoint_not_found:
      return "ENDPOINT_NOT_FOUND";
    case ErrorCode::failed_ping:
      return "FAILED_PING";
    case ErrorCode::failed_upsert:
      return "FAILED_UPSERT";
    case ErrorCode::failed_index:
      return "FAILED_INDEX";
    case ErrorCode::database:
      return "DATABASE";
    case ErrorCode::invalid_payload:
      return "INVALID_PAYLOAD";
  }
  return {};
}

std::string sentence(const Error& error) {
  return error.reason ? error.message + ": " + *error.reason : error.message;
}

}  // namespace kongflow::endpoints
