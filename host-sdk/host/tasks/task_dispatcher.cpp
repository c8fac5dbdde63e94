#include "host/tasks/task_dispatcher.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "host/base/start_thread.h"
#include "host/queue/task_store.h"
#include "host/queue/task_takes.h"
#include "host/tasks/backoff.h"

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
// worth waiting for the disk.
constexpr char kPrepare[] = "set synchronous_commit = off; set statement_timeout = '10s'; listen \"jobs:insert\";";

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
      ended_(std::move(ended)),
      wake_event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (wake_event_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

TaskDispatcher::~TaskDispatcher() {
  stop();
  ::close(wake_event_);
}

postgres::Connection TaskDispatcher::open() const {
  auto connection = postgres::Connection::open(connection_string_, kConnectTimeout, kStatementLimit);
  connection.execute_script(std::string(kPrepare) + task_store::kPlanOnce);
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
  wake();
}

bool TaskDispatcher::idle() const {
  const std::lock_guard lock(mutex_);
  return !stopping_ || (!taking_since_ && !holding_);
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
  wake();
}

void TaskDispatcher::demand_changed() {
  wake();
}

void TaskDispatcher::wake() {
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(asleep_, false)) return;
  }
  ::eventfd_write(wake_event_, 1);
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
  wake();
}

bool TaskDispatcher::worth_looking() const {
  const auto demand = executor_.demand(taken_);
  return refused_.empty() && !paused_ && lease_.valid() &&
         ((look_[queued] && demand.queued > 0) || (look_[single] && demand.single > 0));
}

void TaskDispatcher::work() {
  Backoff backoff;
  for (;;) {
    try {
      if (!wait_for_work()) break;
      if (!connection_) connection_.emplace(open());
      release_forgotten();
      take();
      backoff.reset();
      take_ends({});
    } catch (const postgres::Error& error) {
      take_ends(error.what());
      if (!backoff.failing())
        log_.warning(kComponent, "Tasks cannot be taken; trying until they can", {{"error", error.what()}});
      hand_over();
      connection_.reset();
      recall_at_ = Clock::now();
      wait_before_retry(backoff.next());
      look();
    }
  }
  hand_over();
}

// False once the thread should end.
bool TaskDispatcher::wait_for_work() {
  for (;;) {
    const bool announced = connection_ && !connection_->notified_channels().empty();
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return false;
      const auto now = Clock::now();
      const bool poll = now >= poll_at_;
      if (poll) poll_at_ = now + settings_.poll_interval;
      if (announced || poll) look_[queued] = look_[single] = true;
      if (worth_looking()) {
        taking_since_ = now;
        return true;
      }
      asleep_ = true;
    }
    hand_over();
    sleep_until(poll_at_);
  }
}

// Ends early when something arrives on the connection, and after wake().
void TaskDispatcher::sleep_until(Clock::time_point time) {
  std::array<pollfd, 2> events = {{{wake_event_, POLLIN, 0}, {-1, POLLIN, 0}}};
  if (connection_) events[1].fd = ::PQsocket(connection_->native());
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - Clock::now());
  ::poll(events.data(), events.size(), static_cast<int>(std::max(left, 0ms).count()));
  eventfd_t ignored = 0;
  ::eventfd_read(wake_event_, &ignored);
}

void TaskDispatcher::take_ends(std::string error) {
  const std::lock_guard lock(mutex_);
  taking_since_.reset();
  failed_takes_ = error.empty() ? 0 : failed_takes_ + 1;
  take_error_ = std::move(error);
}

// A lone new task is most likely of the kind that the last ones were of. While there are tasks of both kinds, each is
// first every other time.
void TaskDispatcher::take() {
  const Kind second = first_ == queued ? single : queued;
  take(first_);
  if (take(second)) first_ = second;
}

// False when there are no tasks of this kind now.
bool TaskDispatcher::take(Kind kind) {
  const auto demand = executor_.demand(taken_);
  const int limit = kind == queued ? demand.queued : demand.single;
  if (limit == 0) return true;
  {
    // Before the look itself: what happens meanwhile counts as new.
    const std::lock_guard lock(mutex_);
    if (!std::exchange(look_[kind], false)) return false;
  }
  std::vector<TaskRun> runs;
  try {
    runs = take_runs(kind, limit, demand.per_run, task_store::kLargestInline_bytes);
  } catch (const postgres::Error& error) {
    if (!task_store::unreadable_payload(error)) throw;
    // A payload that cannot be read fails the statement for all tasks; without payloads it fails its own task alone.
    runs = take_runs(kind, limit, demand.per_run, 0);
  }
  hand_over();
  const bool found = !runs.empty();
  const bool more = static_cast<int>(runs.size()) >= limit;
  taken_ = std::move(runs);
  if (more) {
    const std::lock_guard lock(mutex_);
    look_[kind] = holding_ = true;
  } else {
    hand_over();
  }
  return found;
}

// When there are more tasks to take, this happens while the server works on the next take.
void TaskDispatcher::hand_over() {
  if (taken_.empty()) return;
  held_.add(taken_);
  executor_.add(std::exchange(taken_, {}));
  const std::lock_guard lock(mutex_);
  holding_ = false;
}

std::vector<TaskRun> TaskDispatcher::take_runs(Kind kind, int limit, int per_run, int largest_payload) {
  const auto meanwhile = [this] { hand_over(); };
  if (kind == single)
    return task_store::take_single(*connection_, worker_, identifiers_, limit, largest_payload, meanwhile);
  return task_store::take_queued(*connection_, worker_, identifiers_, limit, per_run, waiting_runs_.deferred(),
                                 largest_payload, meanwhile);
}

// A take whose connection was lost may have happened, even later than that. Nothing else locks tasks as this worker, so
// between two takes all that is not held was lost that way.
void TaskDispatcher::release_forgotten() {
  const auto begin = Clock::now();
  if (begin < recall_at_) return;
  hand_over();
  const int count = task_store::release_forgotten(*connection_, worker_, held_.ids());
  const auto end = Clock::now();
  recall_at_ = end + std::max<Clock::duration>(kRecallInterval, (end - begin) * kRecallRest);
  if (count == 0) return;
  log_.warning(kComponent, "Released tasks that were taken while the connection was lost",
               {{"count", std::to_string(count)}});
  look();
}

void TaskDispatcher::wait_before_retry(std::chrono::milliseconds wait) {
  const auto until = Clock::now() + wait;
  while (Clock::now() < until) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      asleep_ = true;
    }
    sleep_until(until);
  }
}

}  // namespace kongflow::host
