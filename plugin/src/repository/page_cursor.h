// The position after a page: creation time and id of its last row. Opaque to callers.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include "postgres/connection.h"

namespace kongflow::endpoints {

struct PageCursor {
  // Microseconds since 1970 and uuid; NULL for the first page.
  postgres::Parameter created_at_us;
  postgres::Parameter id;

  // Throws std::invalid_argument for text that is not from to_text().
  static PageCursor parse(const std::optional<std::string>& text);
  static std::string to_text(const std::string& created_at_us, const std::string& id) {
    return created_at_us + '.' + id;
  }
};

std::invalid_argument unknown_cursor();
// True when timestamptz_of() accepts the text.
bool is_microseconds(const std::string& text);

// SQL expressions that convert a timestamptz to microseconds since 1970 and back.
std::string microseconds_of(const std::string& timestamptz);
std::string timestamptz_of(const std::string& microseconds);

}  // namespace kongflow::endpoints
