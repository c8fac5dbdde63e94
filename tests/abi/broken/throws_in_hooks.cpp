#include <stdexcept>

#include "parts.h"
static kf_status run(void*, const kf_task*, kf_call*) {
  throw std::runtime_error("out of a task");
}
static void handle(void*, const kf_http_request*, kf_exchange*, kf_call*) {
  throw std::runtime_error("out of a route");
}
static kf_status check(void*, kf_call*) {
  throw std::runtime_error("out of a health check");
}
static kf_status start(kf_plugin*, kf_call*) {
  const auto* tasks = static_cast<const kf_task_service*>(the_host->get_service(the_host, KF_TASKS_SERVICE));
  const auto* http = static_cast<const kf_http_service*>(the_host->get_service(the_host, KF_HTTP_SERVICE));
  const auto* health = static_cast<const kf_health_service*>(the_host->get_service(the_host, KF_HEALTH_SERVICE));
  const kf_http_route route = {sizeof route, 0, text("GET"), text("/throws"), handle, nullptr};
  tasks->add(the_host, text("throws"), run, nullptr);
  http->add(the_host, &route);
  return health->add(the_host, text("throws"), check, nullptr);
}
#define START start
#include "assembly.h"
