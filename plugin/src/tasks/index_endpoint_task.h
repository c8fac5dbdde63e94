// The task indexEndpoint {"id","source"?,"reason"?,"sourceData"?}: indexes an endpoint. A payload that does not fit and
// an unknown endpoint fail for good; a failure of the app is retried; an endpoint that is removed while its app is
// asked leaves nothing to do, so the task completes.
#pragma once

#include <string>

#include "kongflow/task.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

// The environment of the endpoint, whose calls are limited; empty when payload or endpoint are at fault.
std::string share_of_index_task(const Services& services, const Task& task);

TaskOutcome index_endpoint_task(const Services& services, const Task& task, const Call& call);

}  // namespace kongflow::endpoints
