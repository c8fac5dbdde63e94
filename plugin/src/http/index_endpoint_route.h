// POST /api/v1/endpoints/:slug/index {"reason"?,"data"?}: indexes an endpoint now. Responds with the index and its run.
#pragma once

#include "kongflow/http.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Response index_endpoint(const Services& services, const Request& request, const Call& call);

}  // namespace kongflow::endpoints
