#include "host/base/call.h"
#include "host/base/text.h"
#include "host/plugins/services/boundary.h"
#include "host/plugins/services/service_tables.h"
#include "postgres/connection.h"

namespace kongflow::host {
namespace {

kf_status add(PluginHost& host, kf_str identifier, TaskHandler handler) {
  const std::string name(view(identifier));
  if (name.empty() || handler.run == nullptr)
    return host.refuse(KF_BAD_ARGUMENT, "a task lacks an identifier or a function");
  handler.owner = host.plugin_id();
  if (host.services().tasks.add(name, std::move(handler))) return KF_OK;
  const auto* other = host.services().tasks.find(name);
  return host.refuse(KF_CONFLICT, "the task \"" + name + "\" is taken by \"" + other->owner + "\"");
}

kf_status add(const kf_host* abi, kf_str identifier, kf_task_fn run, void* self) noexcept {
  return registration(abi, [&](PluginHost& host) { return add(host, identifier, {"", run, self}); });
}

kf_status add_waiting(const kf_host* abi, const kf_waiting_task* task) noexcept {
  return registration(abi, [&](PluginHost& host) -> kf_status {
    if (!KF_HAS(task, self) || task->share == nullptr)
      return host.refuse(KF_BAD_ARGUMENT, "a waiting task lacks the function that names its share");
    return add(host, task->identifier, {"", task->run, task->self, task->share, &host.call_limit()});
  });
}

kf_status enqueue(const kf_host* abi, const kf_task_spec* spec, kf_call* call) noexcept {
  const PluginHost& host = PluginHost::of(abi);
  return at_boundary(host, [&]() -> kf_status {
    if (!KF_HAS(spec, job_key) || view(spec->identifier).empty()) return KF_BAD_ARGUMENT;
    if (!host.services().enqueue) return KF_UNAVAILABLE;
    try {
      host.services().enqueue(*spec);
      return KF_OK;
    } catch (const postgres::Error& error) {
      call_service.set_error(call, to_abi("QUEUE_UNAVAILABLE"),
                             to_abi(std::string("The task could not be added to the queue: ") + error.what()));
      return error.transient() ? KF_RETRY : KF_FAILED;
    }
  });
}

}  // namespace

const kf_task_service task_service{sizeof(kf_task_service), &add, &enqueue, &add_waiting};

}  // namespace kongflow::host
