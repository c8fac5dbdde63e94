/* What a plugin without a defect consists of. A source in this folder includes it, adds its defect, names it by a macro
 * (START, MAGIC, …), and includes assembly.h. */
#ifndef BROKEN_PARTS_H
#define BROKEN_PARTS_H
#include <stdlib.h>
#include <string.h>

#include "kongflow/abi/call.h"
#include "kongflow/abi/console.h"
#include "kongflow/abi/health.h"
#include "kongflow/abi/http.h"
#include "kongflow/abi/metrics.h"
#include "kongflow/abi/plugin.h"
#include "kongflow/abi/tasks.h"

static const kf_host* the_host;

static inline kf_str text(const char* literal) {
  kf_str str = {literal, strlen(literal)};
  return str;
}

static inline kf_status fail(kf_call* call, const char* message) {
  const kf_call_service* service = (const kf_call_service*)the_host->get_service(the_host, KF_CALL_SERVICE);
  service->set_error(call, text("BROKEN"), text(message));
  return KF_FAILED;
}

static inline kf_status succeed(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return KF_OK;
}

static inline void drain_nothing(kf_plugin* plugin) {
  (void)plugin;
}

static inline void stop_at_once(kf_plugin* plugin, void (*done)(void* context), void* context) {
  (void)plugin;
  done(context);
}

static inline void free_plugin(kf_plugin* plugin) {
  free(plugin);
}

static inline kf_status run_nothing(void* self, const kf_task* task, kf_call* call) {
  (void)self;
  (void)task;
  (void)call;
  return KF_OK;
}

static inline void answer_nothing(void* self, const kf_http_request* request, kf_exchange* exchange, kf_call* call) {
  (void)self;
  (void)request;
  (void)exchange;
  (void)call;
}

static inline kf_status add_task_running(const char* identifier, kf_task_fn run) {
  const kf_task_service* service = (const kf_task_service*)the_host->get_service(the_host, KF_TASKS_SERVICE);
  return service->add(the_host, text(identifier), run, NULL);
}

static inline kf_status add_task(const char* identifier) {
  return add_task_running(identifier, run_nothing);
}

static inline kf_status add_route_handled(const char* method, const char* pattern, kf_http_fn handle) {
  const kf_http_service* service = (const kf_http_service*)the_host->get_service(the_host, KF_HTTP_SERVICE);
  kf_http_route route = {sizeof route, 0, text(method), text(pattern), handle, NULL};
  return service->add(the_host, &route);
}

static inline kf_status add_route(const char* method, const char* pattern) {
  return add_route_handled(method, pattern, answer_nothing);
}

static inline kf_status complete(kf_exchange* exchange) {
  const kf_http_service* service = (const kf_http_service*)the_host->get_service(the_host, KF_HTTP_SERVICE);
  return service->complete(exchange, 204, NULL, 0, text(""));
}
#endif
