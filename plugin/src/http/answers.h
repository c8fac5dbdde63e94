// How this plugin answers over HTTP: JSON, and errors as {"error", "code", "reason"?}.
#pragma once

#include <string>

#include "domain/error.h"
#include "domain/json_object.h"
#include "kongflow/http.hpp"

namespace kongflow::endpoints {

Response ok(const JsonObject& body);

// The status that goes with the error's code; FAILED_INDEX: 502.
Response failure(const Error& error);
Response failure(std::uint32_t status, const Error& error);

// The members of an error body, for answers that say more.
JsonObject error_body(const Error& error);

}  // namespace kongflow::endpoints
