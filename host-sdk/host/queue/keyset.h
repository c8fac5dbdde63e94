// Pages of a list, each continued after the sort key of the last row of the one before.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "postgres/connection.h"

namespace kongflow::host {

// The parts of a cursor, which '~' separates; nullopt when there are not `count`.
std::optional<std::vector<std::string>> split_cursor(std::string_view cursor, std::size_t count);

// {name: [rows], "cursor": of the last one, or null when no more follow}. A row is its JSON and its cursor; one more
// than `limit` says that more follow.
std::string json_page(const char* name, const postgres::Rows& rows, int limit);

}  // namespace kongflow::host
