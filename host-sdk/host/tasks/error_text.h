// Error messages of tasks as the database can keep them.
#pragma once

#include <string>
#include <string_view>

namespace kongflow::host {

constexpr std::size_t kLongestErrorText_bytes = 64 * 1024;

// `text` with U+FFFD for what is no UTF-8 and for zero bytes, neither of which PostgreSQL stores; cut after
// kLongestErrorText_bytes.
std::string storable_error_text(std::string_view text);

}  // namespace kongflow::host
