// Sends one statement and receives its result, within the connection's statement limit.
#pragma once

#include <libpq-fe.h>

#include <functional>
#include <memory>

namespace kongflow::postgres {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

// Calls `send`, one of libpq's PQsend… functions, and waits for the result. Returns the last result, or the first error
// result; null when the connection failed, in which case error_text() is the reason. Throws Error when the connection's
// statement limit is exceeded. Leaves the connection in libpq's non-blocking mode, in which PQfinish does not block
// either. After a successful send, `meanwhile` is called once while the server executes the statement; it must not
// throw, and its time counts towards the limit.
Result exchange(PGconn* connection, const std::function<int()>& send, const std::function<void()>& meanwhile = {});

}  // namespace kongflow::postgres
