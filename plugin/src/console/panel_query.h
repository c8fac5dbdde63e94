// What the console asks a panel for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/error.h"
#include "domain/panel_repository.h"

namespace kongflow::endpoints {

struct RowsQuery {
  RowsRequest request;
  std::string sort;  // key of a column; empty: the panel's own order
  bool descending = false;
  std::string parent;  // id of the parent panel's row; empty: none
};

struct RowQuery {
  std::string id;
  std::optional<std::string> against;
};

// INVALID_REQUEST for what is not as abi/console.h says.
Result<RowsQuery> parse_rows_query(std::string_view json);
Result<RowQuery> parse_row_query(std::string_view json);

}  // namespace kongflow::endpoints
