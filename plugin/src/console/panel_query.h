// Parses the console's queries to a panel.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/error.h"
#include "domain/panel_repository.h"

namespace kongflow::endpoints {

struct RowsQuery {
  RowsRequest request;
  std::string sort;  // key of a column; empty: the panel's default order
  bool descending = false;
  std::string parent;  // id of the parent panel's row; empty: none
};

struct RowQuery {
  std::string id;
  std::optional<std::string> against;
};

// INVALID_REQUEST for a query that does not match abi/console.h.
Result<RowsQuery> parse_rows_query(std::string_view json);
Result<RowQuery> parse_row_query(std::string_view json);

}  // namespace kongflow::endpoints
