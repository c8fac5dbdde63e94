// Lists environments for `kongflow-host env list`.
#pragma once

#include <vector>

#include "host/base/environment_store.h"
#include "postgres/connection.h"

namespace kongflow::host {

// All environments, ordered by organization, project and slug. Throws postgres::Error.
std::vector<Environment> list_environments(postgres::Connection& database);

}  // namespace kongflow::host
