// The services of one configuration, as the outer layers (http, tasks, console) get them.
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
  std::string public_url;  // how URLs shown to people begin, without a slash at the end; empty: not configured
  DatabaseFailureListener database_failed;
};

// The services of the configuration in force; the host may swap it at any time. A call takes them once and releases
// them when it ends, so that it finishes with the configuration it began with. [any thread]
using ServicesSource = std::function<std::shared_ptr<const Services>()>;

}  // namespace kongflow::endpoints
