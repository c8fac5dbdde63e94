#include <string>

#include "parts.h"
static kf_status run(void*, const kf_task* task, kf_call*) noexcept {
  if (std::string(task->payload_json.data, task->payload_json.size).at(0) == 'x') return KF_RETRY;
  return KF_OK;
}
static kf_status start(kf_plugin*, kf_call*) {
  return add_task_running("terminate", run);
}
#define START start
#include "assembly.h"
