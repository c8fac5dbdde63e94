// Operator actions on tasks, through Graphile Worker's public functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/database/console_database.h"

// Each function returns the number of changed tasks; running and finished tasks are not changed. Throws
// postgres::Error.
namespace kongflow::host::task_actions {

// Reschedules to `run_at`; without it, to now. Permanently failed tasks get new attempts.
std::int64_t reschedule(ConsoleDatabase& database, const std::vector<std::string>& ids,
                        const std::optional<std::string>& run_at);
std::int64_t fail(ConsoleDatabase& database, const std::vector<std::string>& ids, const std::string& reason);
std::int64_t remove(ConsoleDatabase& database, const std::vector<std::string>& ids);

}  // namespace kongflow::host::task_actions
