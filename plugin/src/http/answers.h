// Builds HTTP responses: JSON, and errors as {"error", "code", "reason"?}.
#pragma once

#include <string>

#include "domain/error.h"
#include "domain/json_object.h"
#include "kongflow/http.hpp"

namespace kongflow::endpoints {

Response ok(const JsonObject& body);

// The response for an error, with the status of its code (FAILED_INDEX: 502). Stores code and cause in the call, for
// the host's log.
Response failure(const Call& call, const Error& error);
// The same with another status and body.
Response failure(const Call& call, const Error& error, std::uint32_t status, const JsonObject& body);

// The members of an error body, for responses with further members.
JsonObject error_body(const Error& error);

}  // namespace kongflow::endpoints
