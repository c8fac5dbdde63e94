#pragma once

#include <string>

#include "domain/endpoint.h"

namespace kongflow::endpoints {

// <base_url>/api/v1/endpoints/<environment id>/<slug>/index/<hook identifier>: secret. `base_url` has no trailing
// slash.
std::string hook_url(const Endpoint& endpoint, const std::string& base_url);

}  // namespace kongflow::endpoints
