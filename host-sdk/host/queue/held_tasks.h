// Tracks the tasks and named queues that this process has locked.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "host/queue/task_run.h"

namespace kongflow::host {

// Thread-safe.
class HeldTasks {
 public:
  struct Ids {
    std::vector<std::string> tasks;
    std::vector<std::string> queues;
  };

  void add(const std::vector<TaskRun>& runs);           // taken
  void remove(const std::vector<TaskRunResult>& runs);  // written, or given up
  Ids ids() const;

 private:
  mutable std::mutex mutex_;
  // Protected by mutex_. A task that is taken again may be added before its earlier result is removed.
  std::unordered_multiset<std::string> tasks_;
  std::unordered_multiset<std::int64_t> queues_;
};

}  // namespace kongflow::host
