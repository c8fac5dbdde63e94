/* A minimal plugin in C: the task "minimal.echo" and the route GET /minimal/:name.
 *
 * A C plugin includes only kongflow/abi and links no library. */
#include <stdlib.h>
#include <string.h>

#include "kongflow/abi/call.h"
#include "kongflow/abi/http.h"
#include "kongflow/abi/log.h"
#include "kongflow/abi/plugin.h"
#include "kongflow/abi/tasks.h"

typedef struct minimal {
  kf_plugin plugin;
  const kf_host* host;
  const kf_call_service* call;
  const kf_http_service* http;
  const kf_log_service* log;
} minimal;

static kf_str text(const char* literal) {
  kf_str str = {literal, strlen(literal)};
  return str;
}

static kf_status echo(void* self, const kf_task* task, kf_call* call) {
  const minimal* me = self;
  kf_pair payload = {text("payload"), task->payload_json};
  if (task->payload_json.size == 0) {
    me->call->set_error(call, text("NO_PAYLOAD"), text("The task minimal.echo needs a payload."));
    return KF_FAILED;
  }
  me->log->write(me->host, call, KF_LOG_INFO, text("Echo."), &payload, 1);
  return KF_OK;
}

static void greet(void* self, const kf_http_request* request, kf_exchange* exchange, kf_call* call) {
  const minimal* me = self;
  kf_pair type = {text("content-type"), text("text/plain; charset=utf-8")};
  (void)call;
  me->http->complete(exchange, 200, &type, 1, request->path_parameters[0].value);
}

static kf_status configure(kf_plugin* plugin, kf_call* call) {
  minimal* me = plugin->self;
  (void)call;
  me->call = me->host->get_service(me->host, KF_CALL_SERVICE);
  me->http = me->host->get_service(me->host, KF_HTTP_SERVICE);
  me->log = me->host->get_service(me->host, KF_LOG_SERVICE);
  return KF_OK;
}

static kf_status start(kf_plugin* plugin, kf_call* call) {
  minimal* me = plugin->self;
  const kf_task_service* tasks = me->host->get_service(me->host, KF_TASKS_SERVICE);
  kf_http_route route = {.struct_size = sizeof route,
                         .method = text("GET"),
                         .pattern = text("/minimal/:name"),
                         .handle = greet,
                         .self = me};
  kf_status status = tasks->add(me->host, text("minimal.echo"), echo, me);
  (void)call;
  return status == KF_OK ? me->http->add(me->host, &route) : status;
}

static void drain(kf_plugin* plugin) {
  (void)plugin;
}

static void stop(kf_plugin* plugin, void (*done)(void* context), void* context) {
  (void)plugin;
  done(context);
}

static void destroy(kf_plugin* plugin) {
  free(plugin->self);
}

static kf_status create(const kf_host* host, kf_plugin** out) {
  minimal* me = calloc(1, sizeof *me);
  if (me == NULL) return KF_INTERNAL;
  me->host = host;
  me->plugin.struct_size = sizeof me->plugin;
  me->plugin.self = me;
  me->plugin.configure = configure;
  me->plugin.start = start;
  me->plugin.drain = drain;
  me->plugin.stop = stop;
  me->plugin.destroy = destroy;
  *out = &me->plugin;
  return KF_OK;
}

/* The host rejects the plugin when it lacks one of these services, so configure() need not check for null. */
static const char* const services[] = {KF_CALL_SERVICE, KF_HTTP_SERVICE, KF_LOG_SERVICE, KF_TASKS_SERVICE, NULL};

static const kf_descriptor descriptor = {
    .magic = KF_MAGIC,
    .struct_size = sizeof(kf_descriptor),
    .abi_major = KF_ABI_MAJOR,
    .abi_minor = KF_ABI_MINOR,
    .id = "minimal",
    .name = "Minimal",
    .version = "1.0.0",
    .build = "example",
    .requires_services = services,
    .create = create,
};

KF_EXPORT const kf_descriptor* kongflow_plugin_entry(void) {
  return &descriptor;
}
