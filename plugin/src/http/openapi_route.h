// GET /api/openapi.json: the OpenAPI 3.1 document of this API, plugin/openapi.json as it was at build.
#pragma once

#include <string_view>

#include "kongflow/http.hpp"

namespace kongflow::endpoints {

// Made by the build from plugin/openapi.json; static.
std::string_view openapi_document();

Response show_openapi();

}  // namespace kongflow::endpoints
