#include "http/show_run_route.h"

#include "http/answers.h"
#include "http/endpoint_json.h"
#include "http/request_facts.h"

namespace kongflow::endpoints {

Response show_run(const Services& services, const Request& request, const Call& call) {
  const auto run = services.queries.find_run(environment_of(request), std::string(request.parameter("id")));
  if (!run) return failure(call, run.error());
  return ok(run_status_json(run.value()));
}

}  // namespace kongflow::endpoints
