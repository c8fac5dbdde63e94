#include "parts.h"
static void* volatile lost;
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  lost = malloc(64 * 1024);
  return lost == NULL ? KF_FAILED : KF_OK;
}
#define START start
#include "assembly.h"
