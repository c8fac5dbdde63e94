// Builds a page from rows that were selected with a limit of one more than the page size.
#pragma once

#include <algorithm>
#include <string>

#include "domain/endpoint_repository.h"
#include "postgres/connection.h"

namespace kongflow::endpoints {

// `read` converts (rows, row) to an item. `cursor_after` returns the cursor after the last row of the page.
template <typename Read, typename CursorAfter>
auto read_page(const postgres::Rows& rows, int limit, Read read, CursorAfter cursor_after)
    -> Page<decltype(read(rows, 0))> {
  Page<decltype(read(rows, 0))> page;
  const int shown = std::min(rows.size(), limit);
  for (int row = 0; row < shown; ++row) page.items.push_back(read(rows, row));
  if (rows.size() > limit) page.next = cursor_after(rows, shown - 1);
  return page;
}

}  // namespace kongflow::endpoints
