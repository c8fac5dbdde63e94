#include "parts.h"
static void stop(kf_plugin* plugin, void (*done)(void* context), void* context) {
  (void)plugin;
  done(context);
  done(context);
}
#define STOP stop
#include "assembly.h"
