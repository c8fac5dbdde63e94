#include "host/queue/keyset.h"

#include <algorithm>
#include <boost/json.hpp>

namespace kongflow::host {

std::optional<std::vector<std::string>> split_cursor(std::string_view cursor, std::size_t count) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= cursor.size();) {
    const std::size_t end = std::min(cursor.find('~', begin), cursor.size());
    parts.emplace_back(cursor.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts.size() == count ? std::optional(parts) : std::nullopt;
}

std::string json_page(const char* name, const postgres::Rows& rows, int limit) {
  const int shown = std::min(rows.size(), limit);
  std::string page = "{\"" + std::string(name) + "\":[";
  for (int row = 0; row < shown; ++row) page.append(row == 0 ? "" : ",").append(rows.view(row, 0));
  const auto cursor = rows.size() > limit ? boost::json::value(rows.view(shown - 1, 1)) : boost::json::value();
  return page + "],\"cursor\":" + boost::json::serialize(cursor) + "}";
}

}  // namespace kongflow::host
