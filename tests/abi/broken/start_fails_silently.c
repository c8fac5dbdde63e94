#include "parts.h"
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return KF_FAILED;
}
#define START start
#include "assembly.h"
