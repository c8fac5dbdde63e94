#include "parts.h"
#define SERVICES NULL
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return add_task("unasked");
}
#define START start
#include "assembly.h"
