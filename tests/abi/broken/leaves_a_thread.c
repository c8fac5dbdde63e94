#include <pthread.h>
#include <unistd.h>

#include "parts.h"
static void* wait_for_ever(void* context) {
  for (;;) pause();
  return context;
}
static kf_status start(kf_plugin* plugin, kf_call* call) {
  pthread_t thread;
  (void)plugin;
  (void)call;
  if (pthread_create(&thread, NULL, wait_for_ever, NULL) != 0) return KF_FAILED;
  pthread_detach(thread);
  return KF_OK;
}
#define START start
#include "assembly.h"
