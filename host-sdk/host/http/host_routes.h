// The host's own routes.
#pragma once

#include "host/admission/admission.h"
#include "host/base/log.h"
#include "host/http/readiness.h"
#include "host/http/route_table.h"

namespace prometheus {
class Registry;
}

namespace kongflow::host {

// GET /healthz          200 while the process runs, even when all workers are busy
// GET /readyz           200, or 503 with all failed checks
// GET /metrics          Prometheus text format: the registry, the busiest shares, the dropped lines of `log`
// GET /api/v1/whoami    the environment of the API key, in the format of `@trigger.dev/cli`
//
// The arguments must outlive the table.
void add_host_routes(RouteTable& routes, Readiness& readiness, const Admission& admission,
                     prometheus::Registry& registry, const Log& log);

}  // namespace kongflow::host
