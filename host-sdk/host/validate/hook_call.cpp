#include "host/validate/hook_call.h"

#include <thread>

#include "host/base/text.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {

HookCall call_hook(const std::string& what, bool cancelled, const std::function<kf_status(kf_call*)>& hook) {
  HookCall result;
  result.what = what;
  trace_step(what);
  kf_call call("task-1", kf_call::Clock::now() + (cancelled ? std::chrono::milliseconds(0) : kHookTimeLimit));
  if (cancelled) call.cancel();
  std::thread([&] {
    const auto begin = kf_call::Clock::now();
    try {
      result.status = hook(&call);
    } catch (const std::exception& error) {
      result.exception = std::string("\"") + error.what() + "\"";
    } catch (...) {
      result.exception = "an exception other than std::exception";
    }
    result.took = std::chrono::duration_cast<std::chrono::milliseconds>(kf_call::Clock::now() - begin);
  }).join();
  result.error = call.error();
  return result;
}

kf_status attempt(const std::string& identifier, const TaskHandler& task, const std::string& payload, kf_call* call) {
  kf_task abi = {};
  abi.struct_size = sizeof abi;
  abi.attempt = 1;
  abi.max_attempts = 25;
  abi.identifier = to_abi(identifier);
  abi.task_id = to_abi("1");
  abi.payload_json = to_abi(payload);
  return task.run(task.self, &abi, call);
}

}  // namespace kongflow::host::validate
