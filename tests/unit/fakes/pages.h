#pragma once

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "domain/endpoint_repository.h"

namespace kongflow::endpoints {

// Items after the cursor's, which is the id of one.
template <typename T, typename Id>
Page<T> page_of(const std::vector<T>& items, int limit, const std::optional<std::string>& cursor, Id id) {
  auto begin = items.begin();
  if (cursor) {
    begin = std::find_if(items.begin(), items.end(), [&](const T& item) { return id(item) == *cursor; });
    if (begin == items.end()) throw std::invalid_argument("unknown cursor");
    ++begin;
  }
  const auto count = std::min<std::ptrdiff_t>(limit, items.end() - begin);
  Page<T> page{{begin, begin + count}, std::nullopt};
  if (begin + count != items.end()) page.next = id(page.items.back());
  return page;
}

}  // namespace kongflow::endpoints
