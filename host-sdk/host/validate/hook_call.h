// One call of a hook of the plugin, as a worker of the host makes it, and how it ended.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "host/base/call.h"
#include "host/tasks/task_table.h"
#include "kongflow/abi/types.h"

namespace kongflow::host::validate {

constexpr std::chrono::milliseconds time_of_a_hook{2'000};

struct HookCall {
  std::string what;
  kf_status status = KF_INTERNAL;
  std::optional<kf_call::Error> error;
  std::string exception;  // that it let out; empty: none
  std::chrono::milliseconds took{0};

  bool says_why() const { return status == KF_OK || (error && !error->message.empty()); }
  // "the task minimal.echo with an array ended with status 2": for sentences.
  std::string ended() const { return what + " ended with status " + std::to_string(status); }
};

// On a thread of its own; waits for its end. `cancelled`: the call is cancelled and its time over from the beginning.
HookCall call_hook(const std::string& what, bool cancelled, const std::function<kf_status(kf_call*)>& hook);

// A first attempt of many at a task.
kf_status attempt(const std::string& identifier, const TaskHandler& task, const std::string& payload, kf_call* call);

}  // namespace kongflow::host::validate
