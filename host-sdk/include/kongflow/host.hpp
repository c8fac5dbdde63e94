// A plugin's handle to the host.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "kongflow/abi/call.h"
#include "kongflow/abi/database.h"
#include "kongflow/abi/log.h"
#include "kongflow/abi/plugin.h"
#include "kongflow/admission.hpp"
#include "kongflow/error.hpp"
#include "kongflow/log.hpp"
#include "kongflow/task.hpp"

namespace kongflow {

// A handle: cheap to copy, valid until the plugin is destroyed. Services may be used from configure() on.
class Host {
 public:
  explicit Host(const kf_host* native) : native_(native) {}

  const kf_host* native() const { return native_; }
  std::string_view name() const { return view(native_->name); }
  std::string_view version() const { return view(native_->version); }

  // The service's table; null when this host lacks the service. [any]
  template <typename Service>
  const Service* find_service(const char* id) const {
    return static_cast<const Service*>(native_->get_service(native_, id));
  }
  // Throws Error(KF_UNAVAILABLE) when this host lacks the service. [any]
  template <typename Service>
  const Service& service(const char* id) const {
    const auto* table = find_service<Service>(id);
    if (table == nullptr)
      throw Error(KF_UNAVAILABLE, "NO_SERVICE",
                  "The host " + std::string(name()) + " " + std::string(version()) + " lacks the service " + id + ".");
    return *table;
  }

  Log log() const { return {native_, find_service<kf_log_service>(KF_LOG_SERVICE)}; }

  // Throws Error(KF_UNAVAILABLE) on a 1.0 host.
  Admission admission() const { return {native_, &service<kf_admission_service>(KF_ADMISSION_SERVICE)}; }

  // A libpq connection string, secret. Throws Error(KF_UNAVAILABLE) before start() and in dry runs. [any]
  std::string database() const {
    kf_str text{};
    const kf_status status = service<kf_database_service>(KF_DATABASE_SERVICE).connection_string(native_, &text);
    if (status != KF_OK) throw Error(status, "NO_DATABASE", "The host provides no database in this phase.");
    return std::string(view(text));
  }

  // Enqueues a task in a transaction of its own. Throws Error with the host's status. Callable once start() has
  // returned, from any thread that may block.
  void enqueue(const TaskSpec& spec, const Call& call) const {
    const kf_task_spec native{sizeof(kf_task_spec),
                              spec.priority,
                              spec.max_attempts,
                              0,
                              static_cast<std::uint64_t>(std::max<std::int64_t>(spec.delay.count(), 0)),
                              to_abi(spec.identifier),
                              to_abi(spec.payload_json),
                              to_abi(spec.queue_name),
                              to_abi(spec.job_key)};
    const kf_status status = service<kf_task_service>(KF_TASKS_SERVICE).enqueue(native_, &native, call.native());
    if (status != KF_OK) throw Error(status, "NOT_ENQUEUED", "The task " + spec.identifier + " could not be enqueued.");
  }

 private:
  const kf_host* native_;
};

}  // namespace kongflow
