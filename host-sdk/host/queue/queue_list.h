// Lists named queues for the console.
#pragma once

#include <optional>
#include <string>

#include "host/database/console_database.h"

namespace kongflow::host {

// JSON as in API.md, ordered by name. `after`: the cursor, a name. Reads at most 100,000 ready tasks to count them;
// with more, all counts are marked as lower bounds. Throws postgres::Error.
std::string list_queues(ConsoleDatabase& database, const std::optional<std::string>& after, int limit);

enum class Unlock { unlocked, not_locked, holder_alive, no_such_queue };
// Releases the queue, and all other locks of the worker that holds it, unless that worker is known to be alive. Whether
// a Node worker is alive is unknown.
Unlock unlock_queue(ConsoleDatabase& database, const std::string& name);

}  // namespace kongflow::host
