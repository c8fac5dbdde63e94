#include "parts.h"
static kf_status configure(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return add_task("too.early") == KF_UNAVAILABLE && add_route("GET", "/too-early") == KF_UNAVAILABLE
             ? fail(call, "the host takes no registration now")
             : KF_OK;
}
#define CONFIGURE configure
#include "assembly.h"
