// Removes the API key from what an app answers before people see it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/endpoint_client.h"

namespace kongflow::endpoints {

// `text` with "***" for each `secret` and for each recognizable part of it (eight letters or digits in a row),
// percent-encoded or not, in any case, with any punctuation and space between them.
std::string without_secret(std::string text, std::string_view secret);
std::optional<ClientFailure> without_secret(std::optional<ClientFailure> failure, std::string_view secret);

}  // namespace kongflow::endpoints
