#include "host/tasks/task_dispatcher.h"

#include <algorithm>
#include <utility>

#include "host/start_thread.h"
#include "host/tasks/backoff.h"
#include "host/tasks/task_store.h"
#include "host/tasks/task_takes.h"

namespace kongflow::host {
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;
namespace {

constexpr char kComponent[] = "tasks";
constexpr std::chrono::milliseconds kRecallInterval = 10s;
constexpr int kRecallRest = 50;  // looking for forgotten tasks takes at most so little of the time

constexpr std::chrono::milliseconds kLongestTake = 5s;
constexpr std::chrono::milliseconds kConnectTimeout = 10s;
constexpr std::chrono::milliseconds kStatementLimit = 10s + postgres::statement_limit_margin;

// A crash of the server may lose a lock, so that a task is taken twice, as the crash itself may cause; only results are
// worth waiting for the disk. Takes are planned once and by indexes alone: planning each anew took most of a short
// one's time, and statistics of a queue that was empty a moment ago make the planner sort all of it.
constexpr char kPrepare[] =
    "set synchronous_commit = off; set statement_timeout = '10s'; set plan_cache_mode = force_generic_plan;"
    "set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
    "set jit = off";

}  // namespace

TaskDispatcher::TaskDispatcher(std::string connection_string, std::vector<std::string> identifiers,
                               const TaskSettings& settings, TaskExecutor& executor, const WaitingRuns& waiting_runs,
                               const Lease& lease, HeldTasks& held, Log& log, std::function<void()> ended)
    : connection_string_(std::move(connection_string)),
      identifiers_(std::move(identifiers)),
      settings_(settings),
      executor_(executor),
      waiting_runs_(waiting_runs),
      lease_(lease),
      held_(held),
      log_(log),
      ended_(std::move(ended)) {}

TaskDispatcher::~TaskDispatcher() {
  stop();
}

postgres::Connection TaskDispatcher::open() const {
  auto connection = postgres::Connection::open(connection_string_, kConnectTimeout, kStatementLimit);
  connection.execute_script(kPrepare);
  return connection;
}

void TaskDispatcher::start(std::string worker) {
  worker_ = std::move(worker);
  connection_.emplace(open());
  poll_at_ = recall_at_ = Clock::now();
  thread_ = start_thread([this] {
    work();
    ended_();
  });
}

void TaskDispatcher::drain() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
}

bool TaskDispatcher::idle() const {
  const std::lock_guard lock(mutex_);
  return !stopping_ || !taking_since_;
}

void TaskDispatcher::stop() {
  if (!thread_.joinable()) return;
  drain();
  thread_.join();
  connection_.reset();
}

void TaskDispatcher::look() {
  {
    const std::lock_guard lock(mutex_);
    look_[queued] = look_[single] = true;
  }
  changed_.notify_one();
}

void TaskDispatcher::demand_changed() {
  { const std::lock_guard lock(mutex_); }
  changed_.notify_one();
}

void TaskDispatcher::refuse(std::string reason) {
  const std::lock_guard lock(mutex_);
  refused_ = std::move(reason);
}

std::optional<std::string> TaskDispatcher::problem() const {
  const std::lock_guard lock(mutex_);
  if (!refused_.empty()) return "No tasks are taken: " + refused_;
  if (failed_takes_ > 1) return "Tasks cannot be taken: " + take_error_ + ".";
  if (taking_since_ && Clock::now() - *taking_since_ > kLongestTake)
    return "Taking tasks has not ended for " +
           std::to_string(std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - *taking_since_).count()) +
           " s.";
  return std::nullopt;
}

void TaskDispatcher::set_paused(bool paused) {
  {
    const std::lock_guard lock(mutex_);
    paused_ = paused;
    look_[queued] = look_[single] = true;
  }
  changed_.notify_one();
}

bool TaskDispatcher::worth_looking() const {
  const auto demand = executor_.demand();
  return refused_.empty() && !paused_ && lease_.valid() &&
         ((look_[queued] && demand.queued > 0) || (look_[single] && demand.single > 0));
}

void TaskDispatcher::work() {
  Backoff backoff;
  while (wait_for_work()) {
    try {
      if (!connection_) connection_.emplace(open());
      release_forgotten();
      take();
      backoff.reset();
      take_ends({});
    } catch (const postgres::Error& error) {
      take_ends(error.what());
      if (!backoff.failing())
        log_.warning(kComponent, "Tasks cannot be taken; trying until they can", {{"error", error.what()}});
      connection_.reset();
      recall_at_ = Clock::now();
      wait_before_retry(backoff.next());
      look();
    }
  }
}

// False once it shall end.
bool TaskDispatcher::wait_for_work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait_until(lock, poll_at_, [this] { return stopping_ || worth_looking(); });
    if (stopping_) return false;
    const auto now = Clock::now();
    if (now >= poll_at_) {
      look_[queued] = look_[single] = true;
      poll_at_ = now + settings_.poll_interval;
    }
    if (!worth_looking()) continue;
    taking_since_ = now;
    return true;
  }
}

void TaskDispatcher::take_ends(std::string error) {
  const std::lock_guard lock(mutex_);
  taking_since_.reset();
  failed_takes_ = error.empty() ? 0 : failed_takes_ + 1;
  take_error_ = std::move(error);
}

void TaskDispatcher::take() {
  queued_first_ = !queued_first_;
  take(queued_first_ ? queued : single);
  take(queued_first_ ? single : queued);
}

void TaskDispatcher::take(Kind kind) {
  const auto demand = executor_.demand();
  const int limit = kind == queued ? demand.queued : demand.single;
  if (limit == 0) return;
  {
    // Before the look itself: what happens meanwhile counts as new.
    const std::lock_guard lock(mutex_);
    if (!std::exchange(look_[kind], false)) return;
  }
  std::vector<TaskRun> runs;
  try {
    runs = take_runs(kind, limit, demand.per_run, task_store::kLargestInline_bytes);
  } catch (const postgres::Error& error) {
    if (!task_store::unreadable_payload(error)) throw;
    // A payload that cannot be read fails the statement for all tasks; without payloads it fails its own task alone.
    runs = take_runs(kind, limit, demand.per_run, 0);
  }
  held_.add(runs);
  const bool more = static_cast<int>(runs.size()) >= limit;
  executor_.add(std::move(runs));
  if (!more) return;
  const std::lock_guard lock(mutex_);
  look_[kind] = true;
}

std::vector<TaskRun> TaskDispatcher::take_runs(Kind kind, int limit, int per_run, int largest_payload) {
  if (kind == single) return task_store::take_single(*connection_, worker_, identifiers_, limit, largest_payload);
  return task_store::take_queued(*connection_, worker_, identifiers_, limit, per_run, waiting_runs_.deferred(),
                                 largest_payload);
}

// A take whose connection was lost may have happened, even later than that. Nothing else locks tasks as this worker, so
// between two takes all that is not held was lost that way.
void TaskDispatcher::release_forgotten() {
  const auto begin = Clock::now();
  if (begin < recall_at_) return;
  const int count = task_store::release_forgotten(*connection_, worker_, held_.ids());
  const auto end = Clock::now();
  recall_at_ = end + std::max<Clock::duration>(kRecallInterval, (end - begin) * kRecallRest);
  if (count == 0) return;
  log_.warning(kComponent, "Released tasks that were taken while the connection was lost",
               {{"count", std::to_string(count)}});
  look();
}

void TaskDispatcher::wait_before_retry(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, wait, [this] { return stopping_; });
}

}  // namespace kongflow::host
