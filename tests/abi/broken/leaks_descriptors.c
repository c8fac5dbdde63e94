#include <fcntl.h>

#include "parts.h"
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return open("/dev/zero", O_RDONLY) < 0 ? KF_FAILED : KF_OK;
}
#define START start
#include "assembly.h"
