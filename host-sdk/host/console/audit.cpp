#include "host/console/audit.h"

#include <string>

#include "host/base/text.h"

namespace kongflow::host {

void audit(Log& log, const ConsoleRequest& request, std::string_view what, const std::vector<LogField>& fields,
           unsigned status) {
  std::vector<LogField> line{{"call", request.call.id()},
                             {"who", request.caller.who},
                             {"remote", std::string(view(request.http.remote_address))}};
  line.insert(line.end(), fields.begin(), fields.end());
  line.emplace_back("outcome", std::to_string(status));
  log.info("audit", what, line);
}

}  // namespace kongflow::host
