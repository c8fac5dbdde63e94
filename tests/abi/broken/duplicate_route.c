#include "parts.h"
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  add_route("GET", "/things/:name");
  return add_route("GET", "/things/:name");
}
#define START start
#include "assembly.h"
