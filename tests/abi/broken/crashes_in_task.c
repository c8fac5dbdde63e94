#include "parts.h"
static kf_status run(void* self, const kf_task* task, kf_call* call) {
  (void)self;
  (void)call;
  if (task->payload_json.size == 0) abort();
  return KF_OK;
}
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return add_task_running("crash", run);
}
#define START start
#include "assembly.h"
