#include "host/queue/held_tasks.h"

namespace kongflow::host {
namespace {

template <class Set, class Key>
void remove_one(Set& set, const Key& key) {
  const auto found = set.find(key);
  if (found != set.end()) set.erase(found);
}

}  // namespace

void HeldTasks::add(const std::vector<TaskRun>& runs) {
  const std::lock_guard lock(mutex_);
  for (const auto& run : runs) {
    if (run.queue_id != 0) queues_.insert(run.queue_id);
    for (const auto& task : run.tasks) tasks_.insert(task.id);
  }
}

void HeldTasks::remove(const std::vector<TaskRunResult>& runs) {
  const std::lock_guard lock(mutex_);
  for (const auto& run : runs) {
    if (run.queue_id != 0) remove_one(queues_, run.queue_id);
    for (const auto& task : run.tasks) remove_one(tasks_, task.id);
  }
}

HeldTasks::Ids HeldTasks::ids() const {
  const std::lock_guard lock(mutex_);
  Ids ids{{tasks_.begin(), tasks_.end()}, {}};
  for (const auto queue : queues_) ids.queues.push_back(std::to_string(queue));
  return ids;
}

}  // namespace kongflow::host
