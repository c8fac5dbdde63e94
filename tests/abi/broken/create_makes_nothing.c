#include "parts.h"
static kf_status create(const kf_host* host, kf_plugin** out) {
  the_host = host;
  *out = NULL;
  return KF_OK;
}
#define CREATE create
#include "assembly.h"
