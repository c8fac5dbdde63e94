#include <stdio.h>

#include "parts.h"
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  puts("Here I am.");
  return KF_OK;
}
#define START start
#include "assembly.h"
