// Converts requests to the arguments of services.
#pragma once

#include <string>

#include "domain/environment.h"
#include "kongflow/http.hpp"
#include "service/endpoint_query_service.h"
#include "service/services.h"

namespace kongflow::endpoints {

// Requires a route with Access::environment.
Environment environment_of(const Request& request);

// Parses ?limit=…&cursor=…. A limit that is not a number becomes 0, which the service rejects.
PageRequest page_of(const Request& request);

// The prefix of URLs in responses: the configured public URL, otherwise the connection's scheme and the request's Host.
std::string base_url_of(const Services& services, const Request& request);

}  // namespace kongflow::endpoints
