#include "host/tasks/task_executor.h"

#include <algorithm>
#include <utility>

#include "host/start_thread.h"
#include "host/tasks/error_text.h"
#include "host/text.h"

namespace kongflow::host {
namespace {

using Clock = std::chrono::steady_clock;

constexpr char kComponent[] = "tasks";

// A run of a named queue holds results back and its queue locked no longer than this.
constexpr std::chrono::milliseconds kLongestRun{500};
constexpr int kFirstRun = 50;  // tasks, while nothing is known of how long they take

constexpr std::chrono::milliseconds kSupervision{250};
constexpr std::chrono::milliseconds kLongestWaitForThread{1'000};

// While tasks are quick, so many are taken ahead that they keep the threads busy this long.
constexpr double kPrefetch_ms = 50;
constexpr int kMostPrefetched = 500;

bool failed_for_good(const Task& task, const TaskResult& result) {
  return result.outcome == TaskOutcome::failed ||
         (result.outcome == TaskOutcome::retried && task.attempt >= task.max_attempts);
}

}  // namespace

TaskExecutor::TaskExecutor(const TaskTable& tasks, const TaskSettings& settings, const Lease& lease,
                           LargePayloads& large_payloads, TaskMetrics& metrics, Log& log,
                           std::function<void(TaskRunResult)> done, std::function<void()> changed)
    : tasks_(tasks),
      settings_(settings),
      lease_(lease),
      large_payloads_(large_payloads),
      metrics_(metrics),
      log_(log),
      done_(std::move(done)),
      changed_(std::move(changed)) {}

TaskExecutor::~TaskExecutor() {
  drain();
  stop();
}

void TaskExecutor::start() {
  const std::lock_guard lock(mutex_);
  threads_.push_back(start_thread([this] { work(); }));
  supervised_ = true;
  supervisor_ = start_thread([this] { supervise(); });
}

void TaskExecutor::start_missing_threads() {
  try {
    const std::lock_guard lock(mutex_);
    if (stopping_ || threads() == settings_.concurrency) return;
    while (threads() < settings_.concurrency) threads_.push_back(start_thread([this] { work(); }));
    if (std::exchange(short_of_threads_, false)) log_.info(kComponent, "Tasks have all their threads again");
  } catch (const std::runtime_error& error) {
    if (!std::exchange(short_of_threads_, true))
      log_.error(kComponent, "Tasks have fewer threads than tasks.concurrency", {{"reason", error.what()}});
  }
  changed_();
}

int TaskExecutor::threads() const {
  return static_cast<int>(threads_.size());
}

int TaskExecutor::prefetch() const {
  if (average_ms_ < 0) return 0;
  const double wanted = threads() * kPrefetch_ms / std::max(average_ms_, 0.001);
  if (wanted < threads()) return 0;
  return std::min(kMostPrefetched, static_cast<int>(wanted));
}

int TaskExecutor::per_run() const {
  const double wanted = average_ms_ < 0 ? kFirstRun : kLongestRun.count() / (2 * std::max(average_ms_, 0.001));
  return std::max(1, static_cast<int>(std::min<double>(settings_.queue_batch, wanted)));
}

TaskExecutor::Demand TaskExecutor::demand() const {
  const std::lock_guard lock(mutex_);
  if (draining_) return {};
  const int queued = static_cast<int>(waiting_queued_.size());
  const int single = static_cast<int>(waiting_single_.size());
  const int ahead = prefetch();
  Demand demand;
  demand.idle = std::max(0, threads() - busy_ - queued - single);
  demand.queued = demand.idle + (ahead > 0 && queued == 0 ? threads() : 0);
  demand.single = demand.idle + (single <= ahead / 2 ? ahead - single : 0);
  demand.per_run = per_run();
  return demand;
}

void TaskExecutor::add(std::vector<TaskRun> runs) {
  std::size_t count = runs.size();
  {
    const std::lock_guard lock(mutex_);
    count = std::min(count, threads_.size());
    for (auto& run : runs) (run.queue_id != 0 ? waiting_queued_ : waiting_single_).push_back(std::move(run));
  }
  for (std::size_t i = 0; i < count; ++i) work_.notify_one();
}

TaskRun TaskExecutor::next_run() {
  const bool queued = waiting_single_.empty() || (queued_next_ && !waiting_queued_.empty());
  auto& from = queued ? waiting_queued_ : waiting_single_;
  queued_next_ = !queued;
  TaskRun run = std::move(from.front());
  from.pop_front();
  return run;
}

void TaskExecutor::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_.wait(lock, [this] { return stopping_ || !waiting_queued_.empty() || !waiting_single_.empty(); });
    if (waiting_queued_.empty() && waiting_single_.empty()) return;
    const TaskRun run = next_run();
    ++busy_;
    lock.unlock();
    done_(execute(run));
    lock.lock();
    --busy_;
    if (static_cast<int>(waiting_single_.size()) > prefetch() / 2 && !draining_) continue;
    lock.unlock();
    changed_();
    lock.lock();
  }
}

TaskRunResult TaskExecutor::execute(const TaskRun& run) {
  const auto begin = Clock::now();
  TaskRunResult result{run.queue_id, {}};
  bool go_on = true;
  for (const auto& task : run.tasks) {
    const bool first = &task == &run.tasks.front();
    go_on = go_on && !draining() && lease_.covers(run.taken_at) && (first || Clock::now() - begin < kLongestRun);
    if (!go_on) {
      result.tasks.push_back({task.id, task.attempt, TaskOutcome::given_back, {}});
      continue;
    }
    result.tasks.push_back(execute(task, run.taken_at));
    go_on = result.tasks.back().outcome == TaskOutcome::completed;
  }
  return result;
}

TaskResult TaskExecutor::execute(const Task& task, Clock::time_point taken_at) {
  const TaskHandler* handler = tasks_.find(task.identifier);
  TaskResult given_back{task.id, task.attempt, TaskOutcome::given_back, {}};
  if (handler == nullptr) return given_back;
  if (task.payload) return run_handler(*handler, task, *task.payload, taken_at);
  try {
    const auto payload = large_payloads_.read(task.id);
    if (!payload || draining() || !lease_.covers(taken_at)) return given_back;
    return run_handler(*handler, task, payload->text(), taken_at);
  } catch (const UnreadablePayload& reason) {
    return fail_unreadable(task, reason);
  } catch (const postgres::Error&) {
    return given_back;  // the database is away
  }
}

TaskResult TaskExecutor::fail_unreadable(const Task& task, const UnreadablePayload& reason) {
  TaskResult result{task.id, task.attempt, TaskOutcome::retried, storable_error_text(reason.what())};
  metrics_.started();
  metrics_.ended(task.identifier, failed_for_good(task, result) ? TaskOutcome::failed : result.outcome, {});
  log_attempt(task, result, {});
  return result;
}

TaskResult TaskExecutor::run_handler(const TaskHandler& handler, const Task& task, std::string_view payload,
                                     Clock::time_point taken_at) {
  const auto begin = Clock::now();
  Call call("task-" + task.id, begin + settings_.timeout);
  {
    const std::lock_guard lock(mutex_);
    calls_.emplace(&call, taken_at);
    if (cancelling_) call.cancel();
  }
  kf_task abi = {};
  abi.struct_size = sizeof abi;
  abi.attempt = task.attempt;
  abi.max_attempts = task.max_attempts;
  abi.identifier = to_abi(task.identifier);
  abi.task_id = to_abi(task.id);
  abi.payload_json = to_abi(payload);
  abi.queue_name = to_abi(task.queue_name);
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
  observe(took);
  log_attempt(task, result, std::chrono::duration_cast<std::chrono::milliseconds>(took));
  return result;
}

TaskResult TaskExecutor::judge(const Task& task, kf_status status, const Call& call, bool ours) const {
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
    result.error = "The task took longer than its " + std::to_string(settings_.timeout.count()) + " ms.";
  else
    result.error = "The task ended with status " + std::to_string(status) + " and no message.";
  return result;
}

void TaskExecutor::log_attempt(const Task& task, const TaskResult& result, std::chrono::milliseconds took) const {
  const bool completed = result.outcome == TaskOutcome::completed;
  const LogLevel level = completed ? LogLevel::debug : LogLevel::info;
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
  else if (failed_for_good(task, result))
    log_.write(LogLevel::warning, kComponent, "Task failed for good", fields);
  else
    log_.write(level, kComponent, "Task failed and will be tried again", fields);
}

void TaskExecutor::observe(Clock::duration took) {
  const double ms = std::chrono::duration<double, std::milli>(took).count();
  const std::lock_guard lock(mutex_);
  average_ms_ = average_ms_ < 0 ? ms : average_ms_ + (ms - average_ms_) / 16;
}

void TaskExecutor::give_back_waiting(std::chrono::milliseconds limit) {
  std::vector<TaskRun> late;
  {
    const std::lock_guard lock(mutex_);
    const auto oldest = Clock::now() - limit;
    for (auto* waiting : {&waiting_queued_, &waiting_single_})
      while (!waiting->empty() && waiting->front().taken_at <= oldest) {
        late.push_back(std::move(waiting->front()));
        waiting->pop_front();
      }
    // So many were taken because tasks used to be quick.
    if (!late.empty()) average_ms_ = std::max(average_ms_, static_cast<double>(limit.count()));
  }
  for (const auto& run : late) {
    TaskRunResult result{run.queue_id, {}};
    for (const auto& task : run.tasks) result.tasks.push_back({task.id, task.attempt, TaskOutcome::given_back, {}});
    done_(std::move(result));
  }
}

void TaskExecutor::supervise() {
  std::unique_lock lock(mutex_);
  while (!supervision_ended_.wait_for(lock, kSupervision, [this] { return !supervised_; })) {
    lock.unlock();
    give_back_waiting(kLongestWaitForThread);
    watch_lease();
    cancel_overdue();
    start_missing_threads();
    lock.lock();
  }
}

void TaskExecutor::watch_lease() {
  const bool lost = !lease_.valid();
  if (std::exchange(lease_lost_, lost) == lost) return;
  if (!lost) {
    log_.info(kComponent, "The database confirms this host again; it takes tasks");
    return;
  }
  const std::lock_guard lock(mutex_);
  log_.warning(
      kComponent,
      "The database has not confirmed this host in time, so other hosts may take over its tasks: it takes none, "
      "and running tasks are asked to end",
      {{"limit_ms", std::to_string(Lease::term.count())}, {"running", std::to_string(calls_.size())}});
}

void TaskExecutor::cancel_overdue() {
  const std::lock_guard lock(mutex_);
  for (const auto& [call, taken_at] : calls_)
    if (call->remaining_ms() == 0 || !lease_.covers(taken_at)) call->cancel();
}

void TaskExecutor::drain() {
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
  }
  large_payloads_.stop();
  give_back_waiting(std::chrono::milliseconds(0));
}

bool TaskExecutor::draining() const {
  const std::lock_guard lock(mutex_);
  return draining_;
}

void TaskExecutor::cancel() {
  const std::lock_guard lock(mutex_);
  cancelling_ = true;
  for (const auto& [call, taken_at] : calls_) call->cancel();
}

bool TaskExecutor::idle() const {
  const std::lock_guard lock(mutex_);
  return busy_ == 0 && waiting_queued_.empty() && waiting_single_.empty();
}

void TaskExecutor::stop() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    threads.swap(threads_);
  }
  work_.notify_all();
  for (auto& thread : threads) thread.join();
  if (!supervisor_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    supervised_ = false;
  }
  supervision_ended_.notify_one();
  supervisor_.join();
}

}  // namespace kongflow::host
