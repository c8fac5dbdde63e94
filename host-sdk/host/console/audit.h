// The console's audit log: one line, component "audit", per modifying call.
#pragma once

#include <string_view>
#include <vector>

#include "host/base/log.h"
#include "host/console/console_request.h"

namespace kongflow::host {

// Logs the caller and its address, `what` ("console action", "tasks run-now"), `fields` (the rows; never a secret), and
// the status of the response.
void audit(Log& log, const ConsoleRequest& request, std::string_view what, const std::vector<LogField>& fields,
           unsigned status);

}  // namespace kongflow::host
