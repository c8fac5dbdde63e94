// Apps may say the API key that they were sent: what they say is shown to people without it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/endpoint_client.h"

namespace kongflow::endpoints {

// `text` with "***" for each `secret`.
std::string without_secret(std::string text, std::string_view secret);
std::optional<ClientFailure> without_secret(std::optional<ClientFailure> failure, std::string_view secret);

}  // namespace kongflow::endpoints
