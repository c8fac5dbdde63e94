// The client-side time limit of statements.
#pragma once

#include <libpq-fe.h>

#include <chrono>

namespace kongflow::postgres {

// Applies to connections without a limit of their own.
constexpr std::chrono::milliseconds default_statement_limit{30'000};
// Set a limit this much above the server's statement_timeout. The server then cancels first, which keeps the
// connection.
constexpr std::chrono::milliseconds statement_limit_margin{2'000};
// For statements with an unpredictable duration, such as the creation of an index.
constexpr std::chrono::milliseconds no_statement_limit = std::chrono::milliseconds::max();

// The time from sending a statement to receiving its last row, by the steady clock of this machine, so the limit also
// applies while the server, a pooler or the network hangs. A statement that exceeds the limit fails with an Error that
// is connection_lost(): its outcome is unknown, the server is asked to cancel it, and the connection is closed. The
// limit belongs to the connection. Call from the thread that executes its statements.
void set_statement_limit(PGconn* connection, std::chrono::milliseconds limit);
std::chrono::milliseconds statement_limit(const PGconn* connection);

}  // namespace kongflow::postgres
