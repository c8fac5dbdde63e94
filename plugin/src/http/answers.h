// How this plugin answers over HTTP: JSON, and errors as {"error", "code", "reason"?}.
#pragma once

#include <string>

#include "domain/error.h"
#include "domain/json_object.h"
#include "kongflow/http.hpp"

namespace kongflow::endpoints {

Response ok(const JsonObject& body);

// The status that goes with the error's code; FAILED_INDEX: 502. Leaves code and cause with the call, for the host's
// log.
Response failure(const Call& call, const Error& error);
// The same with another status, and with more members.
Response failure(const Call& call, const Error& error, std::uint32_t status, const JsonObject& body);

// The members of an error body, for answers that say more.
JsonObject error_body(const Error& error);

}  // namespace kongflow::endpoints
