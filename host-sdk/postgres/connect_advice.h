// Advice for failed connections.
#pragma once

#include <string_view>

namespace kongflow::postgres {

// Returns the remedy for an error text of libpq or the server, as a sentence without a full stop. Recognizes English
// texts, which libpq produces in programs that set no locale; other texts get a general advice.
std::string_view connect_advice(std::string_view words);

}  // namespace kongflow::postgres
