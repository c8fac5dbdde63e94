// What to do when a connection cannot be made.
#pragma once

#include <string_view>

namespace kongflow::postgres {

// A sentence without its full stop for what libpq or the server said. Their words are recognized in English, which
// libpq speaks in programs that set no locale; others get a general one.
std::string_view connect_advice(std::string_view words);

}  // namespace kongflow::postgres
