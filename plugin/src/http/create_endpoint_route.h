// POST /api/v1/endpoints {"id","url"}: registers an app. Responds with the endpoint, and with the run of its first
// index as endpointIndex.id.
#pragma once

#include "kongflow/http.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Response create_endpoint(const Services& services, const Request& request, const Call& call);

}  // namespace kongflow::endpoints
