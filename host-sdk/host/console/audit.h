// The audit log of the console: one line, component "audit", for each call that changes something.
#pragma once

#include <string_view>
#include <vector>

#include "host/base/log.h"
#include "host/console/console_request.h"

namespace kongflow::host {

// Who called from where, `what` ("console action", "tasks run-now"), `fields` (the rows; never a secret), and the
// outcome: the status of the answer.
void audit(Log& log, const ConsoleRequest& request, std::string_view what, const std::vector<LogField>& fields,
           unsigned status);

}  // namespace kongflow::host
