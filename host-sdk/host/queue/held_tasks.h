// Which tasks and named queues this process has locked, as far as it knows.
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
  // Protected by mutex_. What is taken again may be added before its former result is removed.
  std::unordered_multiset<std::string> tasks_;
  std::unordered_multiset<std::int64_t> queues_;
};

}  // namespace kongflow::host
