// The task indexEndpoint {"id","source"?,"reason"?,"sourceData"?}: indexes an endpoint. What can never succeed (a
// payload that does not fit, an endpoint that is not there) fails for good; trouble with the app is tried again.
#pragma once

#include "kongflow/task.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

TaskOutcome index_endpoint_task(const Services& services, const Task& task, const Call& call);

}  // namespace kongflow::endpoints
