// Reads an Environment from the platform's tables.
#pragma once

#include <string>

#include "host/base/environment_store.h"
#include "postgres/connection.h"

namespace kongflow::host {

// SELECT … FROM …; the caller appends a WHERE on env (runtime_environments), project or organization.
std::string select_environments();
Environment read_environment(const postgres::Rows& rows, int row);

}  // namespace kongflow::host
