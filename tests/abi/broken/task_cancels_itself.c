#include "parts.h"
static kf_status run(void* self, const kf_task* task, kf_call* call) {
  (void)self;
  if (task->payload_json.size > 2) return KF_OK;
  fail(call, "not today");
  return KF_CANCELLED;
}
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return add_task_running("moody", run);
}
#define START start
#include "assembly.h"
