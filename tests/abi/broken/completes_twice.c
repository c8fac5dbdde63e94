#include "parts.h"
static void handle(void* self, const kf_http_request* request, kf_exchange* exchange, kf_call* call) {
  (void)self;
  (void)request;
  (void)call;
  complete(exchange);
  complete(exchange);
}
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return add_route_handled("GET", "/twice", handle);
}
#define START start
#include "assembly.h"
