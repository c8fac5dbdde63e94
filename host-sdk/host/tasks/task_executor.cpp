#include "host/tasks/task_executor.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/base/start_thread.h"

namespace kongflow::host {
namespace {

using Clock = std::chrono::steady_clock;

constexpr char kComponent[] = "tasks";

constexpr std::chrono::milliseconds kLongestRun{500};  // of the tasks that are taken together
constexpr int kFirstRun = 50;                          // tasks, while nothing is known of how long they take

constexpr std::chrono::milliseconds kSupervision{250};
constexpr std::chrono::milliseconds kLongestWaitForThread{1'000};

// While tasks are quick, enough of them are taken ahead to keep the threads busy for this long.
constexpr double kPrefetch_ms = 50;
constexpr int kMostPrefetched = 1'000;
constexpr int kMostPerTake = 500;  // larger takes cost more per task

bool outside_queues(const TaskRun& run) {
  return run.queue_id == 0;
}

}  // namespace

TaskExecutor::TaskExecutor(TaskAttempts& attempts, WaitingRuns& waiting_runs, const TaskSettings& settings,
                           const Lease& lease, Log& log, std::function<void(TaskRunResult)> done,
                           std::function<void()> changed)
    : attempts_(attempts),
      waiting_runs_(waiting_runs),
      settings_(settings),
      lease_(lease),
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

TaskExecutor::Demand TaskExecutor::demand(const std::vector<TaskRun>& coming) const {
  const auto coming_single = std::count_if(coming.begin(), coming.end(), outside_queues);
  const std::lock_guard lock(mutex_);
  if (draining_) return {};
  const int queued = static_cast<int>(waiting_queued_.size() + coming.size() - coming_single);
  const int single = static_cast<int>(waiting_single_.size() + coming_single);
  const int ahead = prefetch();
  Demand demand;
  demand.idle = std::max(0, threads() - busy_ - queued - single);
  demand.queued = demand.idle + (ahead > 0 && queued == 0 ? threads() : 0);
  demand.single = std::min(kMostPerTake, demand.idle + (single <= ahead / 2 ? ahead - single : 0));
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
    execute(run);
    lock.lock();
    --busy_;
    if (static_cast<int>(waiting_single_.size()) > prefetch() / 2 && !draining_) continue;
    lock.unlock();
    changed_();
    lock.lock();
  }
}

void TaskExecutor::execute(const TaskRun& run) {
  if (waiting_runs_.take_over(run)) return;
  const auto begin = Clock::now();
  TaskRunResult result = attempts_.run(run);
  const auto attempted = std::count_if(result.tasks.begin(), result.tasks.end(), [](const TaskResult& task) {
    return task.outcome != TaskOutcome::given_back && task.outcome != TaskOutcome::postponed;
  });
  if (attempted > 0) observe(static_cast<int>(attempted), Clock::now() - begin);
  done_(std::move(result));
}

// Each attempt counts for a sixteenth of the average.
void TaskExecutor::observe(int attempts, Clock::duration took) {
  const double ms = std::chrono::duration<double, std::milli>(took).count() / attempts;
  const std::lock_guard lock(mutex_);
  const double weight = average_ms_ < 0 ? 1 : 1 - std::pow(15.0 / 16, attempts);
  average_ms_ += (ms - average_ms_) * weight;
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
  for (const auto& run : late) done_(TaskAttempts::give_back(run));
}

void TaskExecutor::supervise() {
  std::unique_lock lock(mutex_);
  while (!supervision_ended_.wait_for(lock, kSupervision, [this] { return !supervised_; })) {
    lock.unlock();
    give_back_waiting(kLongestWaitForThread);
    watch_lease();
    attempts_.cancel_overdue();
    waiting_runs_.admit_deferred();
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
  log_.warning(
      kComponent,
      "The database has not confirmed this host in time, so other hosts may take over its tasks: it takes none "
      "and cancels running tasks",
      {{"limit_ms", std::to_string(Lease::term.count())}, {"running", std::to_string(attempts_.running())}});
}

void TaskExecutor::drain() {
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
  }
  waiting_runs_.drain();
  give_back_waiting(std::chrono::milliseconds(0));
}

bool TaskExecutor::idle() const {
  const std::lock_guard lock(mutex_);
  return waiting_runs_.idle() && busy_ == 0 && waiting_queued_.empty() && waiting_single_.empty();
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
  waiting_runs_.stop();
  if (!supervisor_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    supervised_ = false;
  }
  supervision_ended_.notify_one();
  supervisor_.join();
}

}  // namespace kongflow::host
