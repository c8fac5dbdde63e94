#include "parts.h"
static kf_status configure(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  return fail(call, "the settings contradict each other");
}
#define CONFIGURE configure
#include "assembly.h"
