#include "parts.h"
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  return fail(call, "there is nothing to start with");
}
#define START start
#include "assembly.h"
