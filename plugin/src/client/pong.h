// What an app answers to a ping.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/endpoint_client.h"
#include "domain/json_text.h"

namespace kongflow::endpoints {

// For a 2xx answer to a ping or an index that is not JSON.
ClientFailure unparsable_answer(std::string reason);
ClientFailure unparsable_answer(const JsonProblem& problem);

// nullopt: {"ok":true}. `url` is as the user gave it.
std::optional<ClientFailure> judge_pong(const std::string& url, std::string_view body);

}  // namespace kongflow::endpoints
