// The queue's tasks, as the console lists them.
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

// JSON, as API.md has it. Ready and scheduled tasks come in the order in which they are taken, failed ones the newest
// first, both by an index; running ones come the longest running first, and to find them the whole queue is read, which
// has no index of locks. nullopt: the cursor is none of ours. Throws postgres::Error.
std::optional<std::string> list_tasks(ConsoleDatabase& database, const TaskListQuery& query);

// nullopt: there is no such task, or no more.
std::optional<std::string> find_task(ConsoleDatabase& database, const std::string& id);

}  // namespace kongflow::host
