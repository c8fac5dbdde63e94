// GET /api/v1/endpoints?limit&cursor: the environment's endpoints, newest first, as {"endpoints","nextCursor"}.
#pragma once

#include "kongflow/http.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Response list_endpoints(const Services& services, const Request& request, const Call& call);

}  // namespace kongflow::endpoints
