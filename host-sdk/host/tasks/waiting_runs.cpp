#include "host/tasks/waiting_runs.h"

#include <memory>
#include <utility>

namespace kongflow::host {

WaitingRuns::WaitingRuns(TaskAttempts& attempts, Admission& admission, Events events)
    : attempts_(attempts), admission_(admission), events_(std::move(events)) {}

WaitingRuns::~WaitingRuns() {
  drain();
  stop();
}

bool WaitingRuns::take_over(const TaskRun& run) {
  const Task& first = run.tasks.front();
  const std::string share = attempts_.share_of(first);
  if (share.empty()) return false;
  {
    const std::lock_guard lock(mutex_);
    ++taken_over_;
  }
  const auto job = [this, run = std::make_shared<const TaskRun>(run)] {
    events_.done(attempts_.run(*run));
    end();
  };
  const bool in_turn = run.queue_id == 0 || deferred_.passes(share, run.queue_id);
  if (in_turn && admission_.calls().post(share, Urgency::background, job, attempts_.call_limit(first)) ==
                     FairPool::Verdict::accepted)
    return true;
  if (run.queue_id != 0) deferred_.add(share, run.queue_id, DeferredQueues::Clock::now());
  events_.done(run.queue_id != 0 ? TaskAttempts::give_back(run) : TaskAttempts::postpone(run));
  end();
  return true;
}

void WaitingRuns::end() {
  {
    const std::lock_guard lock(mutex_);
    --taken_over_;
  }
  ended_.notify_all();
  events_.ended();
}

void WaitingRuns::admit_deferred() {
  const auto now = DeferredQueues::Clock::now();
  bool any = deferred_.release_old(now);
  for (const auto& [share, queues] : deferred_.by_share())
    any = deferred_.release(share, admission_.calls().room(share, Urgency::background), now) || any;
  admission_.set_deferred(deferred_.by_share());
  if (any) events_.admitted();
}

void WaitingRuns::drain() {
  attempts_.drain();
  for (const auto& job : admission_.calls().withdraw(Urgency::background)) job();
}

bool WaitingRuns::idle() const {
  const std::lock_guard lock(mutex_);
  return taken_over_ == 0;
}

void WaitingRuns::stop() {
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return taken_over_ == 0; });
}

}  // namespace kongflow::host
