// How long one statement of a connection may take before the client gives up.
#pragma once

#include <libpq-fe.h>

#include <chrono>

namespace kongflow::postgres {

// For connections that nobody gave another limit.
constexpr std::chrono::milliseconds default_statement_limit{30'000};
// How much longer than the server's statement_timeout a limit should be: the server's error keeps the connection.
constexpr std::chrono::milliseconds statement_limit_margin{2'000};
// For statements whose time nobody can predict, such as building an index.
constexpr std::chrono::milliseconds no_statement_limit = std::chrono::milliseconds::max();

// The limit counts from sending a statement to its last row, by the local steady clock, so it also holds while the
// server, a pooler or the network hangs. A statement that exceeds it fails with an Error that is connection_lost(): its
// outcome is unknown, the server is asked to cancel it, and the connection is closed.
// Belongs to the connection; same thread as its statements.
void set_statement_limit(PGconn* connection, std::chrono::milliseconds limit);
std::chrono::milliseconds statement_limit(const PGconn* connection);

}  // namespace kongflow::postgres
