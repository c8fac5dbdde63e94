// Masks the API key in text from apps before the text is shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/endpoint_client.h"

namespace kongflow::endpoints {

// Replaces each occurrence of `secret`, and of each recognizable part of it (eight consecutive letters or digits), by
// "***". Recognizes them percent-encoded or not, in any case, with any punctuation and space in between.
std::string mask_secret(std::string text, std::string_view secret);
std::optional<ClientFailure> mask_secret(std::optional<ClientFailure> failure, std::string_view secret);

}  // namespace kongflow::endpoints
