#include "repository/page_cursor.h"

#include <algorithm>
#include <cctype>

#include "repository/uuid.h"

namespace kongflow::endpoints {

std::invalid_argument unknown_cursor() {
  return std::invalid_argument("The cursor is not from an earlier page");
}

bool is_microseconds(const std::string& text) {
  return !text.empty() && text.size() <= 17 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

PageCursor PageCursor::parse(const std::optional<std::string>& text) {
  if (!text) return {};
  const auto dot = text->find('.');
  if (dot != std::string::npos) {
    const std::string time = text->substr(0, dot);
    const std::string id = text->substr(dot + 1);
    if (is_microseconds(time) && is_uuid(id)) return {time, id};
  }
  throw unknown_cursor();
}

std::string microseconds_of(const std::string& timestamptz) {
  return "(extract(epoch from date_trunc('second', " + timestamptz +
         "))::bigint * 1000000 + extract(microseconds from " + timestamptz + ")::bigint % 1000000)";
}

std::string timestamptz_of(const std::string& microseconds) {
  return "(timestamptz 'epoch' + " + microseconds + "::bigint * interval '1 microsecond')";
}

}  // namespace kongflow::endpoints
