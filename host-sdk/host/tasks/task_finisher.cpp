#include "host/tasks/task_finisher.h"

#include <algorithm>
#include <utility>

#include "host/base/start_thread.h"
#include "host/queue/task_store.h"
#include "host/tasks/backoff.h"

namespace kongflow::host {
namespace {

constexpr char kComponent[] = "tasks";

std::size_t given_back(const std::vector<TaskRunResult>& batch) {
  std::size_t count = 0;
  for (const auto& run : batch)
    for (const auto& task : run.tasks) count += task.outcome == TaskOutcome::given_back ? 1 : 0;
  return count;
}

bool frees_tasks(const std::vector<TaskRunResult>& batch) {
  return given_back(batch) > 0 ||
         std::any_of(batch.begin(), batch.end(), [](const TaskRunResult& run) { return run.queue_id != 0; });
}

}  // namespace

TaskFinisher::TaskFinisher(std::string connection_string, HeldTasks& held, Log& log, std::function<void(bool)> written)
    : connection_string_(std::move(connection_string)), held_(held), log_(log), written_(std::move(written)) {}

TaskFinisher::~TaskFinisher() {
  stop(std::chrono::milliseconds(0));
}

postgres::Connection TaskFinisher::open() const {
  auto connection = postgres::Connection::open(connection_string_);
  connection.execute_script(task_store::kPlanOnce);
  return connection;
}

void TaskFinisher::start(std::string worker) {
  worker_ = std::move(worker);
  connection_.emplace(open());
  thread_ = start_thread([this] { work(); });
}

void TaskFinisher::add(TaskRunResult result) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(result));
  }
  wake_.notify_one();
}

bool TaskFinisher::idle() const {
  const std::lock_guard lock(mutex_);
  return waiting_.empty() && !writing_;
}

void TaskFinisher::stop(std::chrono::milliseconds limit) {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    give_up_at_ = std::chrono::steady_clock::now() + limit;
  }
  wake_.notify_one();
  thread_.join();
  connection_.reset();
}

void TaskFinisher::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Batch batch;
    batch.swap(waiting_);
    writing_ = true;
    lock.unlock();
    write_or_split(batch);
    held_.remove(batch);
    lock.lock();
    writing_ = false;
    lock.unlock();
    written_(frees_tasks(batch));
    lock.lock();
  }
}

// A result that the database refuses must not hold up the others.
void TaskFinisher::write_or_split(const Batch& batch) {
  if (write(batch)) return;
  for (const auto& run : batch)
    if (!write({run}))
      for (const auto& task : run.tasks)
        log_.error(kComponent, "The result of a task cannot be written; it runs again", {{"task", task.id}});
}

// False when the database rejects the statement permanently.
bool TaskFinisher::write(const Batch& batch) {
  Backoff backoff;
  for (;;) {
    try {
      if (!connection_) connection_.emplace(open());
      const auto lost = task_store::finish(*connection_, worker_, batch);
      // After a lost connection they may have been written by the attempt before.
      if (!backoff.failing()) report_lost(lost);
      const std::size_t count = given_back(batch);
      if (count > 0) task_store::announce(*connection_, count);
      return true;
    } catch (const postgres::Error& error) {
      if (!error.transient()) {
        log_.error(kComponent, "The database rejected the results of tasks", {{"error", error.what()}});
        return false;
      }
      if (!backoff.failing())
        log_.warning(kComponent, "The results of tasks cannot be written; trying until they are",
                     {{"error", error.what()}});
      if (error.connection_lost()) connection_.reset();
      if (!wait_before_retry(backoff.next())) return false;
    }
  }
}

void TaskFinisher::report_lost(const std::vector<std::string>& ids) {
  if (ids.empty()) return;
  const auto existing = task_store::existing(*connection_, ids);
  for (const auto& id : ids)
    if (existing.count(id) > 0)
      log_.warning(kComponent, "A task was no longer ours when it ended; its result was not written", {{"task", id}});
    else
      log_.info(kComponent, "A task was no longer ours when it ended: it has left the queue", {{"task", id}});
}

// False when it is time to give up.
bool TaskFinisher::wait_before_retry(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  const auto until = std::chrono::steady_clock::now() + wait;
  while (std::chrono::steady_clock::now() < until && std::chrono::steady_clock::now() < give_up_at_)
    wake_.wait_until(lock, std::min(until, give_up_at_));
  return std::chrono::steady_clock::now() < give_up_at_;
}

}  // namespace kongflow::host
