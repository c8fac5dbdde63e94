#include "host/tasks/task_attempts.h"

#include <algorithm>
#include <utility>

#include "host/base/text.h"
#include "host/tasks/error_text.h"

namespace kongflow::host {
namespace {

constexpr char kComponent[] = "tasks";

// A run of a named queue holds results back and its queue locked no longer than this.
constexpr std::chrono::milliseconds kLongestRun{500};

bool failed_for_good(const Task& task, const TaskResult& result) {
  return result.outcome == TaskOutcome::failed ||
         (result.outcome == TaskOutcome::retried && task.attempt >= task.max_attempts);
}

TaskResult given_back(const Task& task) {
  return {task.id, task.attempt, TaskOutcome::given_back, {}};
}

kf_task abi_task(const Task& task, std::string_view payload) {
  kf_task abi = {};
  abi.struct_size = sizeof abi;
  abi.attempt = task.attempt;
  abi.max_attempts = task.max_attempts;
  abi.identifier = to_abi(task.identifier);
  abi.task_id = to_abi(task.id);
  abi.payload_json = to_abi(payload);
  abi.queue_name = to_abi(task.queue_name);
  return abi;
}

}  // namespace

TaskAttempts::TaskAttempts(const TaskTable& tasks, const TaskSettings& settings, const Lease& lease,
                           LargePayloads& large_payloads, TaskMetrics& metrics, Log& log)
    : tasks_(tasks),
      timeout_(settings.timeout),
      lease_(lease),
      large_payloads_(large_payloads),
      metrics_(metrics),
      log_(log) {}

TaskRunResult TaskAttempts::give_back(const TaskRun& run) {
  TaskRunResult result{run.queue_id, {}};
  for (const auto& task : run.tasks) result.tasks.push_back(given_back(task));
  return result;
}

TaskRunResult TaskAttempts::postpone(const TaskRun& run) {
  TaskRunResult result = give_back(run);
  for (auto& task : result.tasks) task.outcome = TaskOutcome::postponed;
  return result;
}

TaskRunResult TaskAttempts::run(const TaskRun& run) {
  const auto begin = Clock::now();
  TaskRunResult result{run.queue_id, {}};
  bool go_on = true;
  for (const auto& task : run.tasks) {
    const bool first = &task == &run.tasks.front();
    go_on = go_on && !draining() && lease_.covers(run.taken_at) && (first || Clock::now() - begin < kLongestRun);
    if (!go_on) {
      result.tasks.push_back(given_back(task));
      continue;
    }
    result.tasks.push_back(execute(task, run.taken_at));
    go_on = result.tasks.back().outcome == TaskOutcome::completed;
  }
  return result;
}

TaskResult TaskAttempts::execute(const Task& task, Clock::time_point taken_at) {
  const TaskHandler* handler = tasks_.find(task.identifier);
  if (handler == nullptr) return given_back(task);
  if (task.payload) return run_handler(*handler, task, *task.payload, taken_at);
  try {
    const auto [payload, retry_after] = large_payloads_.read(task.id);
    if (retry_after) return {task.id, task.attempt, TaskOutcome::postponed, {}, *retry_after};
    if (!payload || draining() || !lease_.covers(taken_at)) return given_back(task);
    return run_handler(*handler, task, payload->text(), taken_at);
  } catch (const UnreadablePayload& reason) {
    return fail_unreadable(task, reason);
  }
}

TaskResult TaskAttempts::fail_unreadable(const Task& task, const UnreadablePayload& reason) {
  TaskResult result{task.id, task.attempt, TaskOutcome::retried, storable_error_text(reason.what())};
  metrics_.started();
  metrics_.ended(task.identifier, failed_for_good(task, result) ? TaskOutcome::failed : result.outcome, {});
  log_attempt(task, result, {});
  return result;
}

TaskResult TaskAttempts::run_handler(const TaskHandler& handler, const Task& task, std::string_view payload,
                                     Clock::time_point taken_at) {
  const auto begin = Clock::now();
  Call call("task-" + task.id, begin + timeout_);
  {
    const std::lock_guard lock(mutex_);
    calls_.emplace(&call, taken_at);
    if (cancelling_) call.cancel();
  }
  const kf_task abi = abi_task(task, payload);
  metrics_.started();
  kf_status status = KF_INTERNAL;
  try {
    status = handler.run(handler.self, &abi, &call);
  } catch (...) {
    call.set_error("INTERNAL", "The plugin " + handler.owner + " let an exception escape from the task.");
  }
  {
    const std::lock_guard lock(mutex_);
    calls_.erase(&call);
  }
  const auto took = Clock::now() - begin;
  TaskResult result = judge(task, status, call, lease_.covers(taken_at));
  metrics_.ended(task.identifier, failed_for_good(task, result) ? TaskOutcome::failed : result.outcome, took);
  log_attempt(task, result, std::chrono::duration_cast<std::chrono::milliseconds>(took));
  return result;
}

TaskResult TaskAttempts::judge(const Task& task, kf_status status, const Call& call, bool ours) const {
  TaskResult result{task.id, task.attempt, TaskOutcome::retried, {}};
  if (status == KF_OK) {
    result.outcome = TaskOutcome::completed;
    return result;
  }
  if (status == KF_CANCELLED && (draining() || !ours)) {
    result.outcome = TaskOutcome::given_back;
    return result;
  }
  if (status == KF_FAILED) result.outcome = TaskOutcome::failed;
  const auto error = call.error();
  if (error)
    result.error = storable_error_text(error->message);
  else if (call.remaining_ms() == 0)
    result.error = "The task took longer than its " + std::to_string(timeout_.count()) + " ms.";
  else
    result.error = "The task ended with status " + std::to_string(status) + " and no message.";
  return result;
}

void TaskAttempts::log_attempt(const Task& task, const TaskResult& result, std::chrono::milliseconds took) const {
  const bool completed = result.outcome == TaskOutcome::completed;
  const bool lost = failed_for_good(task, result);
  const LogLevel level = completed ? LogLevel::debug : lost ? LogLevel::warning : LogLevel::info;
  if (!log_.enabled(level)) return;
  std::vector<LogField> fields{{"task", task.id},
                               {"identifier", task.identifier},
                               {"attempt", std::to_string(task.attempt)},
                               {"duration_ms", std::to_string(took.count())}};
  if (!result.error.empty()) fields.emplace_back("error", result.error);
  if (completed)
    log_.write(level, kComponent, "Task completed", fields);
  else if (result.outcome == TaskOutcome::given_back)
    log_.write(level, kComponent, "Task given back", fields);
  else if (lost)
    log_.write(level, kComponent, "Task failed permanently", fields);
  else
    log_.write(level, kComponent, "Task failed and will be retried", fields);
}

std::string TaskAttempts::share_of(const Task& task) {
  const TaskHandler* handler = tasks_.find(task.identifier);
  if (handler == nullptr || handler->share == nullptr) return {};
  try {
    if (task.payload) return name_share(*handler, task, *task.payload);
    const auto payload = large_payloads_.read(task.id).payload;
    return payload ? name_share(*handler, task, payload->text()) : std::string();
  } catch (...) {
    return {};  // run() says what is wrong
  }
}

std::string TaskAttempts::name_share(const TaskHandler& handler, const Task& task, std::string_view payload) const {
  Call call("task-" + task.id, Clock::now() + timeout_);
  const kf_task abi = abi_task(task, payload);
  kf_share share = {};
  share.struct_size = sizeof share;
  if (handler.share(handler.self, &abi, &share, &call) != KF_OK) return {};
  return {share.text, std::min<std::size_t>(share.size, sizeof share.text)};
}

int TaskAttempts::call_limit(const Task& task) const {
  const TaskHandler* handler = tasks_.find(task.identifier);
  return handler == nullptr || handler->call_limit == nullptr ? 0 : handler->call_limit->load();
}

void TaskAttempts::drain() {
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
  }
  large_payloads_.stop();
}

bool TaskAttempts::draining() const {
  const std::lock_guard lock(mutex_);
  return draining_;
}

void TaskAttempts::cancel() {
  const std::lock_guard lock(mutex_);
  cancelling_ = true;
  for (const auto& [call, taken_at] : calls_) call->cancel();
}

void TaskAttempts::cancel_overdue() {
  const std::lock_guard lock(mutex_);
  for (const auto& [call, taken_at] : calls_)
    if (call->remaining_ms() == 0 || !lease_.covers(taken_at)) call->cancel();
}

int TaskAttempts::running() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(calls_.size());
}

}  // namespace kongflow::host
