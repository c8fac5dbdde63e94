#include "host/tasks/task_runner.h"

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "host/fleet/lease.h"
#include "host/queue/held_tasks.h"
#include "host/tasks/large_payloads.h"
#include "host/tasks/queue_watch.h"
#include "host/tasks/task_attempts.h"
#include "host/tasks/task_dispatcher.h"
#include "host/tasks/task_executor.h"
#include "host/tasks/task_finisher.h"
#include "host/tasks/task_metrics.h"
#include "host/tasks/waiting_runs.h"

namespace kongflow::host {
namespace {

constexpr char kComponent[] = "tasks";
constexpr std::chrono::seconds kWriteLimit{5};

std::vector<std::string> identifiers_of(const TaskTable& tasks) {
  std::vector<std::string> identifiers;
  for (const auto& [identifier, handler] : tasks.all()) identifiers.push_back(identifier);
  return identifiers;
}

}  // namespace

// Tasks flow from the dispatcher through the executor to the finisher.
class TaskRunner::Impl {
 public:
  Impl(const std::string& connection_string, const TaskTable& tasks, const TaskSettings& settings, Admission& admission,
       prometheus::Registry& registry, Log& log)
      : log_(log),
        metrics_(registry),
        large_payloads_(connection_string, settings, log),
        finisher_(connection_string, held_, log, [this](bool freed) { written(freed); }),
        attempts_(tasks, settings, lease_, large_payloads_, metrics_, log),
        waiting_runs_(attempts_, admission,
                      {[this](TaskRunResult result) { finisher_.add(std::move(result)); }, [this] { demand_changed(); },
                       [this] { dispatcher_.look(); }}),
        executor_(
            attempts_, waiting_runs_, settings, lease_, log,
            [this](TaskRunResult result) { finisher_.add(std::move(result)); }, [this] { demand_changed(); }),
        dispatcher_(connection_string, identifiers_of(tasks), settings, executor_, waiting_runs_, lease_, held_, log,
                    [this] { notify(); }),
        watch_(connection_string, identifiers_of(tasks), metrics_, log,
               {[this] { dispatcher_.look(); }, [this](const std::string& reason) { refuse(reason); }}) {}

  ~Impl() { stop(); }

  void start() {
    worker_ = watch_.start();
    finisher_.start(worker_);
    executor_.start();
    dispatcher_.start(worker_);
    log_.info(kComponent, "Taking tasks from the queue", {{"worker", worker_}});
  }

  const std::string& worker() const { return worker_; }

  void renew_lease(Lease::Clock::time_point sent_at) { lease_.renew(sent_at); }

  void set_paused(bool paused) {
    dispatcher_.set_paused(paused);
    if (paused) executor_.give_back_waiting(std::chrono::milliseconds(0));
  }

  void drain() {
    dispatcher_.drain();
    executor_.drain();
  }

  bool wait_idle(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit,
                             [this] { return dispatcher_.idle() && executor_.idle() && finisher_.idle(); });
  }

  bool executing() const { return !executor_.idle(); }

  std::optional<std::string> problem() const {
    auto problem = dispatcher_.problem();
    return problem ? problem : large_payloads_.problem();
  }

  void cancel() { attempts_.cancel(); }

  void stop() {
    drain();
    cancel();
    dispatcher_.stop();
    executor_.stop();
    finisher_.stop(kWriteLimit);
    watch_.stop();
  }

 private:
  void written(bool freed) {
    if (freed) dispatcher_.look();
    notify();
  }

  void demand_changed() {
    dispatcher_.demand_changed();
    notify();
  }

  void refuse(const std::string& reason) {
    log_.error(kComponent, "No more tasks are taken", {{"reason", reason}});
    dispatcher_.refuse(reason);
  }

  void notify() {
    { const std::lock_guard lock(mutex_); }
    changed_.notify_all();
  }

  Log& log_;
  std::string worker_;
  std::mutex mutex_;
  std::condition_variable changed_;  // with mutex_: what wait_idle() waits for may have come
  TaskMetrics metrics_;
  Lease lease_;
  HeldTasks held_;
  LargePayloads large_payloads_;
  // stop() ends their threads before any of them is destroyed.
  TaskFinisher finisher_;
  TaskAttempts attempts_;
  WaitingRuns waiting_runs_;
  TaskExecutor executor_;
  TaskDispatcher dispatcher_;
  QueueWatch watch_;
};

TaskRunner::TaskRunner(const std::string& connection_string, const TaskTable& tasks, const TaskSettings& settings,
                       Admission& admission, prometheus::Registry& registry, Log& log)
    : impl_(std::make_unique<Impl>(connection_string, tasks, settings, admission, registry, log)) {}

TaskRunner::~TaskRunner() = default;

void TaskRunner::start() {
  impl_->start();
}
const std::string& TaskRunner::worker() const {
  return impl_->worker();
}
void TaskRunner::renew_lease(std::chrono::steady_clock::time_point sent_at) {
  impl_->renew_lease(sent_at);
}
void TaskRunner::set_paused(bool paused) {
  impl_->set_paused(paused);
}
void TaskRunner::drain() {
  impl_->drain();
}
bool TaskRunner::wait_idle(std::chrono::milliseconds limit) {
  return impl_->wait_idle(limit);
}
std::optional<std::string> TaskRunner::problem() const {
  return impl_->problem();
}
bool TaskRunner::executing() const {
  return impl_->executing();
}
void TaskRunner::cancel() {
  impl_->cancel();
}
void TaskRunner::stop() {
  impl_->stop();
}

}  // namespace kongflow::host
