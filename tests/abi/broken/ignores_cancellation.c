#include <time.h>

#include "parts.h"
static kf_status run(void* self, const kf_task* task, kf_call* call) {
  const struct timespec long_enough = {1, 300 * 1000 * 1000};
  (void)self;
  (void)call;
  if (task->payload_json.size == 4) nanosleep(&long_enough, NULL);
  return KF_OK;
}
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return add_task_running("patient", run);
}
#define START start
#include "assembly.h"
