#include "parts.h"
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return add_route("GET", "/never");
}
#define START start
#include "assembly.h"
