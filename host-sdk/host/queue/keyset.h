// Keyset pagination: each page starts after the sort key of the previous page's last row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "postgres/connection.h"

namespace kongflow::host {

// Splits a cursor at '~'; nullopt unless there are exactly `count` parts.
std::optional<std::vector<std::string>> split_cursor(std::string_view cursor, std::size_t count);

// {name: [rows], "cursor": cursor of the last row, or null at the end}. Each row has its JSON and its cursor. `limit` +
// 1 rows mean that more rows follow.
std::string json_page(const char* name, const postgres::Rows& rows, int limit);

}  // namespace kongflow::host
