// The named queues, as the console lists them.
#pragma once

#include <optional>
#include <string>

#include "host/database/console_database.h"

namespace kongflow::host {

// JSON, as API.md has it, by name. `after`: the cursor, a name. Ready tasks are counted by reading at most 100,000 of
// them; beyond that every count is a lower bound and says so. Throws postgres::Error.
std::string list_queues(ConsoleDatabase& database, const std::optional<std::string>& after, int limit);

enum class Unlock { unlocked, not_locked, holder_alive, no_such_queue };
// Releases the queue when the worker that holds it is not known to be alive, with everything else that this worker has
// locked. Whether a Node worker is alive cannot be known.
Unlock unlock_queue(ConsoleDatabase& database, const std::string& name);

}  // namespace kongflow::host
