// Tasks of the queue: execution and enqueueing.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "kongflow/abi/tasks.h"
#include "kongflow/call.hpp"
#include "kongflow/guard.hpp"

namespace kongflow {

// One attempt to execute one task. Texts are borrowed until the handler returns.
struct Task {
  std::string_view identifier;
  std::string_view id;            // the row's id in decimal
  std::string_view payload_json;  // as it was enqueued
  std::string_view queue_name;    // empty: the task is in no named queue
  std::string_view trace_parent;  // empty: unknown, which is always so today
  std::uint32_t attempt = 1;
  std::uint32_t max_attempts = 1;

  bool last_attempt() const { return attempt >= max_attempts; }
};

// The result of an attempt. The message is a sentence for people; it becomes the row's last_error.
class TaskOutcome {
 public:
  static TaskOutcome done() { return {KF_OK, {}, {}}; }
  // Retried after the queue's back-off, unless this was the last attempt.
  static TaskOutcome retry(std::string message, std::string code = "RETRY") {
    return {KF_RETRY, std::move(code), std::move(message)};
  }
  // Never retried.
  static TaskOutcome failed(std::string message, std::string code = "FAILED") {
    return {KF_FAILED, std::move(code), std::move(message)};
  }
  // Released unchanged for another host. For a handler that has seen call.cancelled().
  static TaskOutcome cancelled(std::string message = "The host is shutting down.") {
    return {KF_CANCELLED, "CANCELLED", std::move(message)};
  }

  kf_status status() const { return status_; }
  const std::string& code() const { return code_; }
  const std::string& message() const { return message_; }

 private:
  TaskOutcome(kf_status status, std::string code, std::string message)
      : status_(status), code_(std::move(code)), message_(std::move(message)) {}
  kf_status status_;
  std::string code_;
  std::string message_;
};

// May block. Several calls run at once [worker thread]. An exception counts as retry().
using TaskHandler = std::function<TaskOutcome(const Task&, Call&)>;

// Returns the tenant that a task waits for: the id of an environment, or another text of at most 64 bytes. A task for
// which it returns an empty text (for instance because the payload is invalid) or throws runs like a task that does not
// wait. May block on the plugin's database [worker thread].
using TaskShare = std::function<std::string(const Task&, Call&)>;

// A task to enqueue.
struct TaskSpec {
  std::string identifier;
  std::string payload_json = "{}";
  std::string queue_name = {};  // tasks of one named queue run one at a time; empty: none
  std::string job_key = {};     // a new task replaces a waiting task with the same key; empty: none
  std::int32_t priority = 0;
  std::uint32_t max_attempts = 0;  // 0: the queue's default, 25
  std::chrono::milliseconds delay{0};
};

namespace detail {

struct TaskHook {
  const kf_call_service* calls;
  TaskHandler handler;
  TaskShare share = {};

  static Task view_of(const kf_task& task) {
    return {view(task.identifier),   view(task.task_id), view(task.payload_json), view(task.queue_name),
            view(task.trace_parent), task.attempt,       task.max_attempts};
  }

  static kf_status name_share(void* self, const kf_task* task, kf_share* out, kf_call* native) noexcept {
    const auto* hook = static_cast<const TaskHook*>(self);
    Call call(hook->calls, native);
    return guard(
        call,
        [&]() -> kf_status {
          const std::string share = hook->share(view_of(*task), call);
          if (share.size() > sizeof out->text) return KF_BAD_ARGUMENT;
          share.copy(out->text, share.size());
          out->size = static_cast<std::uint32_t>(share.size());
          return KF_OK;
        },
        KF_RETRY);
  }

  static kf_status run(void* self, const kf_task* task, kf_call* native) noexcept {
    const auto* hook = static_cast<const TaskHook*>(self);
    Call call(hook->calls, native);
    const kf_status status = guard(
        call,
        [&] {
          const TaskOutcome outcome = hook->handler(view_of(*task), call);
          if (outcome.status() != KF_OK) call.set_error(outcome.code(), outcome.message());
          return outcome.status();
        },
        KF_RETRY);
    // An Error may carry a status that is not an outcome of a task.
    return status == KF_OK || status == KF_FAILED || status == KF_CANCELLED ? status : KF_RETRY;
  }
};

}  // namespace detail
}  // namespace kongflow
