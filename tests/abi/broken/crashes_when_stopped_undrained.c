#include "parts.h"
static int drained;
static void drain(kf_plugin* plugin) {
  (void)plugin;
  drained = 1;
}
static void stop(kf_plugin* plugin, void (*done)(void* context), void* context) {
  (void)plugin;
  if (!drained) abort();
  done(context);
}
#define DRAIN drain
#define STOP stop
#include "assembly.h"
