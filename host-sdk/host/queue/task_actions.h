// What an operator does to tasks, by Graphile Worker's public functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/database/console_database.h"

// Each returns how many tasks changed: what runs, or is done, is left alone. Throws postgres::Error.
namespace kongflow::host::task_actions {

// From `run_at` on, now without one; a task that failed for good gets its attempts back.
std::int64_t reschedule(ConsoleDatabase& database, const std::vector<std::string>& ids,
                        const std::optional<std::string>& run_at);
std::int64_t fail(ConsoleDatabase& database, const std::vector<std::string>& ids, const std::string& reason);
std::int64_t remove(ConsoleDatabase& database, const std::vector<std::string>& ids);

}  // namespace kongflow::host::task_actions
