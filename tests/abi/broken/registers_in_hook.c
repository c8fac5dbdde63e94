#include "parts.h"
static kf_status run(void* self, const kf_task* task, kf_call* call) {
  (void)self;
  (void)task;
  (void)call;
  add_task("too.late");
  return KF_OK;
}
static kf_status start(kf_plugin* plugin, kf_call* call) {
  (void)plugin;
  (void)call;
  return add_task_running("register", run);
}
#define START start
#include "assembly.h"
