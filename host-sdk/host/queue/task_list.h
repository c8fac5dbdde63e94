// Lists tasks for the console.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/database/console_database.h"

namespace kongflow::host {

bool is_task_state(const std::string& text);  // ready, scheduled, running or failed
bool is_task_id(std::string_view text);       // some digits, at most 18

struct TaskListQuery {
  std::string state;
  std::optional<std::string> task, queue, cursor;
  int limit = 0;
};

// JSON as in API.md. Orders ready and scheduled tasks as workers take them, and failed ones by newest first; both use
// an index. Orders running tasks by longest running first and reads the whole queue to find them, because locks have no
// index. nullopt: the cursor is invalid. Throws postgres::Error.
std::optional<std::string> list_tasks(ConsoleDatabase& database, const TaskListQuery& query);

// nullopt: the task does not exist, or no longer exists.
std::optional<std::string> find_task(ConsoleDatabase& database, const std::string& id);

}  // namespace kongflow::host
