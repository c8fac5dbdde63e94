// What the services need to know of a request.
#pragma once

#include <string>

#include "domain/environment.h"
#include "kongflow/http.hpp"
#include "service/endpoint_query_service.h"
#include "service/services.h"

namespace kongflow::endpoints {

// Only on routes with Access::environment.
Environment environment_of(const Request& request);

// ?limit=…&cursor=…; a limit that is no number is 0, which the service refuses.
PageRequest page_of(const Request& request);

// How the URLs of an answer begin: the configured one, else the scheme of the connection and the request's Host.
std::string base_url_of(const Services& services, const Request& request);

}  // namespace kongflow::endpoints
