// GET /api/v1/endpointindex/:id: the status of a run, as the CLI polls it.
#pragma once

#include "kongflow/http.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Response show_run(const Services& services, const Request& request, const Call& call);

}  // namespace kongflow::endpoints
