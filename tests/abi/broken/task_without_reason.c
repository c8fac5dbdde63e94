#include "parts.h"
static kf_status run(void* self, const kf_task* task, kf_call* call) {
  (void)self;
  (void)call;
  return task->payload_json.size < 2 ? KF_FAILED : KF_OK;
}
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return add_task_running("reasonless", run);
}
#define START start
#include "assembly.h"
