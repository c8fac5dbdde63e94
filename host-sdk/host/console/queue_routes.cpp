#include "host/console/queue_routes.h"

#include <boost/json.hpp>
#include <string>

#include "host/console/audit.h"
#include "host/http/json_response.h"
#include "host/queue/queue_list.h"

namespace kongflow::host {
namespace {

HttpResponse list(const ConsoleRequest& request, ConsoleDatabase& database) {
  const auto limit = page_limit(request);
  if (!limit) return bad_page_limit();
  return json_response(200, list_queues(database, request.query("cursor"), *limit));
}

HttpResponse answer_to(Unlock result) {
  switch (result) {
    case Unlock::unlocked:
      return json_response(200, R"({"changed":1})");
    case Unlock::not_locked:
      return json_response(200, R"({"changed":0})");
    case Unlock::holder_alive:
      return error_response(409, "The worker that holds the queue is alive. Drain or stop it first.");
    case Unlock::no_such_queue:
      return error_response(404, "There is no such queue.");
  }
  return error_response(500);
}

HttpResponse unlock(const ConsoleRequest& request, ConsoleDatabase& database, Log& log) {
  const auto input = request.body();
  const auto* name = input ? input->if_contains("name") : nullptr;
  if (name == nullptr || !name->is_string()) return error_response(400, R"(The body must be {"name": a queue}.)");
  const std::string queue(name->get_string());
  HttpResponse answer = answer_to(unlock_queue(database, queue));
  audit(log, request, "queues unlock", {{"queue", queue}}, answer.status);
  return answer;
}

}  // namespace

void add_queue_routes(ConsoleRoutes& routes, ConsoleDatabase& database, Log& log) {
  routes.read("/console/api/queues", [&](const ConsoleRequest& request) { return list(request, database); });
  routes.act("POST", "/console/api/queues/actions/unlock",
             [&](const ConsoleRequest& request) { return unlock(request, database, log); });
}

}  // namespace kongflow::host
