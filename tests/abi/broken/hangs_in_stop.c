#include <unistd.h>

#include "parts.h"
static void stop(kf_plugin* plugin, void (*done)(void* context), void* context) {
  (void)plugin;
  (void)done;
  (void)context;
  for (;;) pause();
}
#define STOP stop
#include "assembly.h"
