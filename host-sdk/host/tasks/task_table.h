// Which task identifiers this host runs, and who runs them.
#pragma once

#include <map>
#include <string>

#include "kongflow/abi/tasks.h"

namespace kongflow::host {

struct TaskHandler {
  std::string owner;  // plugin id
  kf_task_fn run = nullptr;
  void* self = nullptr;
};

// Filled on the main thread while plugins start, then only read, from any thread.
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
