// GET or POST /api/v1/endpoints/:environmentId/:slug/index/:hook: a deploy hook. Responds with {"ok":true}.
#pragma once

#include "kongflow/http.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Response call_hook(const Services& services, const Request& request, const Call& call);

}  // namespace kongflow::endpoints
