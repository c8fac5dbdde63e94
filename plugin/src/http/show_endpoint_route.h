// GET /api/v1/endpoints/:slug: an endpoint with its hook URL, latest index and latest run.
#pragma once

#include "kongflow/http.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Response show_endpoint(const Services& services, const Request& request, const Call& call);

}  // namespace kongflow::endpoints
