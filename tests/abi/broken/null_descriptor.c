#include "kongflow/abi/plugin.h"
KF_EXPORT const kf_descriptor* kongflow_plugin_entry(void) {
  return NULL;
}
