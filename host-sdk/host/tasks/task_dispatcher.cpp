#include "host/tasks/task_dispatcher.h"

#include <algorithm>
#include <utility>

#include "host/tasks/backoff.h"
#include "host/tasks/task_store.h"

namespace kongflow::host {
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;
namespace {

constexpr char kComponent[] = "tasks";
constexpr std::chrono::milliseconds kLongestWaitForThread = 1s;

// A lock that a crash of the server loses lets a task be taken twice, as the crash itself may; only results are worth
// waiting for the disk.
constexpr char kPrepare[] = "set synchronous_commit = off; set statement_timeout = '10s'";

}  // namespace

TaskDispatcher::TaskDispatcher(std::string connection_string, std::vector<std::string> identifiers,
                               const TaskSettings& settings, TaskExecutor& executor, Log& log)
    : connection_string_(std::move(connection_string)),
      identifiers_(std::move(identifiers)),
      settings_(settings),
      executor_(executor),
      log_(log) {}

TaskDispatcher::~TaskDispatcher() {
  stop();
}

postgres::Connection TaskDispatcher::open() const {
  auto connection = postgres::Connection::open(connection_string_);
  connection.execute_script(kPrepare);
  return connection;
}

void TaskDispatcher::start(std::string worker) {
  worker_ = std::move(worker);
  connection_.emplace(open());
  poll_at_ = Clock::now() + settings_.poll_interval;
  thread_ = std::thread([this] { work(); });
}

void TaskDispatcher::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
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

void TaskDispatcher::refuse() {
  const std::lock_guard lock(mutex_);
  refused_ = true;
}

int TaskDispatcher::wanted(Kind kind) const {
  const auto demand = executor_.demand();
  return kind == queued ? demand.queued : demand.single;
}

bool TaskDispatcher::worth_looking() const {
  return !refused_ && ((look_[queued] && wanted(queued) > 0) || (look_[single] && wanted(single) > 0));
}

void TaskDispatcher::work() {
  Backoff backoff;
  while (wait_for_work()) {
    try {
      if (!connection_) connection_.emplace(open());
      take();
      backoff.reset();
    } catch (const postgres::Error& error) {
      if (!backoff.failing())
        log_.warning(kComponent, "Tasks cannot be taken; trying until they can", {{"error", error.what()}});
      connection_.reset();
      wait_before_retry(backoff.next());
      look();
    }
  }
}

// False once it shall end.
bool TaskDispatcher::wait_for_work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto until = std::min(poll_at_, Clock::now() + kLongestWaitForThread);
    changed_.wait_until(lock, until, [this] { return stopping_ || worth_looking(); });
    if (stopping_) return false;
    if (Clock::now() >= poll_at_) {
      look_[queued] = look_[single] = true;
      poll_at_ = Clock::now() + settings_.poll_interval;
    }
    if (worth_looking()) return true;
    lock.unlock();
    executor_.give_back_waiting(kLongestWaitForThread);
    lock.lock();
  }
}

void TaskDispatcher::take() {
  queued_first_ = !queued_first_;
  take(queued_first_ ? queued : single);
  take(queued_first_ ? single : queued);
}

void TaskDispatcher::take(Kind kind) {
  const int limit = wanted(kind);
  if (limit == 0) return;
  {
    // Before the look itself: what happens meanwhile counts as new.
    const std::lock_guard lock(mutex_);
    if (!std::exchange(look_[kind], false)) return;
  }
  auto runs = kind == queued
                  ? task_store::take_queued(*connection_, worker_, identifiers_, limit, settings_.queue_batch)
                  : task_store::take_single(*connection_, worker_, identifiers_, limit);
  const bool more = static_cast<int>(runs.size()) >= limit;
  executor_.add(std::move(runs));
  if (!more) return;
  const std::lock_guard lock(mutex_);
  look_[kind] = true;
}

void TaskDispatcher::wait_before_retry(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, wait, [this] { return stopping_; });
}

}  // namespace kongflow::host
