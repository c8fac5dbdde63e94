// The task indexEndpoint {"id","source"?,"reason"?,"sourceData"?}: indexes an endpoint. An invalid payload and an
// unknown endpoint fail permanently. A failure of the app is retried. When the endpoint is removed while its app is
// called, the task completes.
#pragma once

#include <string>

#include "kongflow/task.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

// The id of the endpoint's environment, whose concurrent calls are limited; empty for an invalid payload or an unknown
// endpoint.
std::string share_of_index_task(const Services& services, const Task& task);

TaskOutcome index_endpoint_task(const Services& services, const Task& task, const Call& call);

}  // namespace kongflow::endpoints
