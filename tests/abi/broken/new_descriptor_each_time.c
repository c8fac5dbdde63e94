#include "parts.h"
#define ENTRY first_entry
#include "assembly.h"
KF_EXPORT const kf_descriptor* kongflow_plugin_entry(void);
KF_EXPORT const kf_descriptor* kongflow_plugin_entry(void) {
  kf_descriptor* copy = (kf_descriptor*)malloc(sizeof *copy);
  memcpy(copy, first_entry(), sizeof *copy);
  return copy;
}
