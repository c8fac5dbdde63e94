// One statement and its answer, within the connection's limit.
#pragma once

#include <libpq-fe.h>

#include <functional>
#include <memory>

namespace kongflow::postgres {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

// Calls `send`, one of libpq's PQsend… functions, and waits for the answer. Returns the last result, or the first that
// is an error; null when the connection failed, which then says why. Throws Error when the connection's statement limit
// is exceeded. The connection stays in libpq's non-blocking mode, in which PQfinish never waits either.
// `meanwhile` is called once after a successful send, while the server works; it must not throw, and its time
// counts towards the limit.
Result exchange(PGconn* connection, const std::function<int()>& send, const std::function<void()>& meanwhile = {});

}  // namespace kongflow::postgres
