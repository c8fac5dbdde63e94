// Makes error messages of tasks storable in the database.
#pragma once

#include <string>
#include <string_view>

namespace kongflow::host {

constexpr std::size_t kLongestErrorText_bytes = 64 * 1024;

// Replaces invalid UTF-8 and zero bytes, which PostgreSQL cannot store, with U+FFFD; truncates after
// kLongestErrorText_bytes.
std::string storable_error_text(std::string_view text);

}  // namespace kongflow::host
