// Selects endpoints for the console's panel: with their latest run and index, their history and their next attempt.
#pragma once

#include <string>

#include "domain/panel_repository.h"
#include "postgres/connection.h"
#include "repository/summaries.h"

namespace kongflow::endpoints {

// Index of the cursor column in rows of select_listed().
constexpr int kCursorColumn = kSummaryColumns;

// Returns a statement for the endpoints that `page` selects as (id, key, cursor), ordered by key and id in `direction`:
// "asc" or "desc".
std::string select_listed(const std::string& page, const std::string& direction);
ListedEndpoint read_listed(const postgres::Rows& rows, int row);

}  // namespace kongflow::endpoints
