// The task identifiers of this host and their handlers.
#pragma once

#include <atomic>
#include <map>
#include <string>

#include "kongflow/abi/tasks.h"

namespace kongflow::host {

struct TaskHandler {
  std::string owner;  // plugin id
  kf_task_fn run = nullptr;
  void* self = nullptr;
  kf_task_share_fn share = nullptr;              // of a task that waits for another party; null: it does not
  const std::atomic<int>* call_limit = nullptr;  // as in Route
};

// Filled on the main thread while plugins start; read-only afterwards, from any thread.
class TaskTable {
 public:
  // False when the identifier is taken.
  bool add(const std::string& identifier, TaskHandler handler) { return handlers_.emplace(identifier, handler).second; }
  const TaskHandler* find(const std::string& identifier) const {
    const auto found = handlers_.find(identifier);
    return found == handlers_.end() ? nullptr : &found->second;
  }
  const std::map<std::string, TaskHandler>& all() const { return handlers_; }

 private:
  std::map<std::string, TaskHandler> handlers_;
};

}  // namespace kongflow::host
