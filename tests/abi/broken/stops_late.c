/* Says that it has stopped when the host has given up waiting. */
#include <pthread.h>
#include <time.h>

#include "parts.h"

static void (*say_done)(void* context);

static void* stop_late(void* context) {
  const struct timespec while_the_host_waits = {0, 100 * 1000 * 1000};
  nanosleep(&while_the_host_waits, NULL);
  say_done(context);
  return NULL;
}

static void stop(kf_plugin* plugin, void (*done)(void* context), void* context) {
  pthread_t thread;
  (void)plugin;
  say_done = done;
  if (pthread_create(&thread, NULL, stop_late, context) == 0) pthread_detach(thread);
}

static void free_nothing(kf_plugin* plugin) {
  (void)plugin;
}

static kf_plugin the_plugin = {sizeof(kf_plugin), NULL, succeed, succeed, drain_nothing, stop, free_nothing};

static kf_status create(const kf_host* host, kf_plugin** out) {
  the_host = host;
  *out = &the_plugin;
  return KF_OK;
}
#define CREATE create
#include "assembly.h"
