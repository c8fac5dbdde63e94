// Adds tasks to the queue.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kongflow/abi/tasks.h"
#include "postgres/connection.h"

namespace kongflow::host {

// Thread-safe; blocks on the database. Keeps up to four idle connections.
class TaskQueue {
 public:
  explicit TaskQueue(std::string connection_string);

  // Adds the task in its own transaction and returns its id. Throws postgres::Error; after a lost connection the task
  // may have been added.
  std::string add(const kf_task_spec& spec);

 private:
  std::optional<postgres::Connection> take_idle();
  void put_back(postgres::Connection connection);
  static std::string add_on(postgres::Connection& connection, const kf_task_spec& spec);

  const std::string connection_string_;
  std::mutex mutex_;
  std::vector<postgres::Connection> idle_;  // protected by mutex_
};

}  // namespace kongflow::host
