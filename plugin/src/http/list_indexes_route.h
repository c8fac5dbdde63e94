// GET /api/v1/endpoints/:slug/indexes?limit&cursor: an endpoint's indexes, newest first, as {"indexes","nextCursor"}.
#pragma once

#include "kongflow/http.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Response list_indexes(const Services& services, const Request& request, const Call& call);

}  // namespace kongflow::endpoints
