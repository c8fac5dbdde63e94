// One call of a plugin's hook, as a worker of the host makes it, and its result.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "host/base/call.h"
#include "host/tasks/task_table.h"
#include "kongflow/abi/types.h"

namespace kongflow::host::validate {

constexpr std::chrono::milliseconds kHookTimeLimit{2'000};

struct HookCall {
  std::string what;
  kf_status status = KF_INTERNAL;
  std::optional<kf_call::Error> error;
  std::string exception;  // exception that left the hook; empty: none
  std::chrono::milliseconds took{0};

  bool has_reason() const { return status == KF_OK || (error && !error->message.empty()); }
  // Start of a sentence: "the task minimal.echo with an array ended with status 2".
  std::string ended() const { return what + " ended with status " + std::to_string(status); }
};

// Calls the hook on a new thread and waits for its end. `cancelled`: the call is cancelled and past its deadline from
// the beginning.
HookCall call_hook(const std::string& what, bool cancelled, const std::function<kf_status(kf_call*)>& hook);

// Calls `task` as the first of many attempts.
kf_status attempt(const std::string& identifier, const TaskHandler& task, const std::string& payload, kf_call* call);

}  // namespace kongflow::host::validate
