// Parses an app's response to a ping.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/endpoint_client.h"
#include "domain/json_text.h"

namespace kongflow::endpoints {

// The failure for a 2xx response to a ping or an index request that is not JSON.
ClientFailure unparsable_answer(std::string reason);
ClientFailure unparsable_answer(const JsonProblem& problem);

// Returns nullopt for {"ok":true}. `url` is the endpoint's URL as the user entered it.
std::optional<ClientFailure> check_pong(const std::string& url, std::string_view body);

}  // namespace kongflow::endpoints
