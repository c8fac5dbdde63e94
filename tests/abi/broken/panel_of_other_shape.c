#include "parts.h"
static kf_status rows(void* self, kf_str query_json, kf_console_reply* reply, kf_call* call) {
  const kf_console_service* service = (const kf_console_service*)the_host->get_service(the_host, KF_CONSOLE_SERVICE);
  (void)self;
  (void)query_json;
  (void)call;
  service->reply(reply, text("{\"rows\":[{\"name\":\"nameless\"}],\"cursor\":null}"));
  return KF_OK;
}
static kf_status start(kf_plugin* plugin, kf_call* call) {
  const kf_console_service* service = (const kf_console_service*)the_host->get_service(the_host, KF_CONSOLE_SERVICE);
  kf_console_panel panel = {.struct_size = sizeof panel, .id = text("things"), .title = text("Things"), .rows = rows};
  (void)plugin;
  (void)call;
  return service->add_panel(the_host, &panel);
}
#define START start
#include "assembly.h"
