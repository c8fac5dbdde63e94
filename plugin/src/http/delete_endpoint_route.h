// DELETE /api/v1/endpoints/:slug: removes an endpoint with its runs, indexes and waiting tasks. Responds with
// {"ok":true}.
#pragma once

#include "kongflow/http.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Response delete_endpoint(const Services& services, const Request& request, const Call& call);

}  // namespace kongflow::endpoints
