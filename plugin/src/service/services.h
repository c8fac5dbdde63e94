// The services of one configuration, for the outer layers (http, tasks, console).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "service/create_endpoint_service.h"
#include "service/endpoint_query_service.h"
#include "service/hook_service.h"
#include "service/index_endpoint_service.h"
#include "service/operator_service.h"

namespace kongflow::endpoints {

struct Services {
  CreateEndpointService& create;
  IndexEndpointService& index;
  HookService& hook;
  EndpointQueryService& queries;
  OperatorService& operators;
  std::string public_url;  // prefix of displayed URLs, without a trailing slash; empty: not configured
  DatabaseFailureListener database_failed;
};

// Returns the services of the current configuration, which the host may replace at any time. A call obtains them once
// and releases them when it ends, so that it completes with the configuration it started with. [any thread]
using ServicesSource = std::function<std::shared_ptr<const Services>()>;

}  // namespace kongflow::endpoints
