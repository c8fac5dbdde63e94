#include "postgres/exchange.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "postgres/statement.h"
#include "postgres/statement_limit.h"

namespace kongflow::postgres {
namespace {

using Clock = std::chrono::steady_clock;
using Cancel = std::unique_ptr<PGcancel, decltype(&PQfreeCancel)>;

constexpr int kMostCancels = 8;

enum class Wait { answered, lost, over };

// PQcancel blocks without a limit, so it runs on a detached thread.
void request_cancel(PGconn* connection) {
  static std::atomic<int> under_way{0};
  Cancel cancel(PQgetCancel(connection), &PQfreeCancel);
  if (!cancel) return;
  if (++under_way > kMostCancels) {
    --under_way;
    return;
  }
  try {
    std::thread([cancel = std::move(cancel)] {
      std::array<char, 256> ignored{};
      PQcancel(cancel.get(), ignored.data(), static_cast<int>(ignored.size()));
      --under_way;
    }).detach();
  } catch (const std::system_error&) {
    --under_way;  // no thread is available; the server's own statement_timeout still applies
  }
}

// Not PQfinish: a Poco session that owns the handle would keep a dangling pointer.
void drop(PGconn* connection) {
  ::shutdown(PQsocket(connection), SHUT_RDWR);
  while (PQstatus(connection) == CONNECTION_OK && PQconsumeInput(connection) != 0) continue;
}

[[noreturn]] void give_up(PGconn* connection, std::chrono::milliseconds limit) {
  request_cancel(connection);
  drop(connection);
  throw Error("PostgreSQL did not respond within " + std::to_string(limit.count()) +
                  " ms, so the connection was closed; whether the statement took effect is unknown",
              {});
}

int poll_time(Clock::time_point deadline) {
  if (deadline == Clock::time_point::max()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

Wait await_result(PGconn* connection, Clock::time_point deadline) {
  for (;;) {
    const bool unsent = PQflush(connection) > 0;
    if (!unsent && PQisBusy(connection) == 0) return Wait::answered;
    pollfd event{PQsocket(connection), static_cast<short>(unsent ? POLLIN | POLLOUT : POLLIN), 0};
    if (event.fd < 0) return Wait::lost;
    const int ready = ::poll(&event, 1, poll_time(deadline));
    if (ready == 0) return Wait::over;
    if (ready < 0 && errno != EINTR) return Wait::lost;
    if ((event.revents & ~POLLOUT) != 0 && PQconsumeInput(connection) == 0) return Wait::lost;
  }
}

bool is_copy(ExecStatusType status) {
  return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

}  // namespace

Result exchange(PGconn* connection, const std::function<int()>& send, const std::function<void()>& meanwhile) {
  Result last(nullptr, &PQclear);
  const auto limit = statement_limit(connection);
  const auto deadline = limit == no_statement_limit ? Clock::time_point::max() : Clock::now() + limit;
  PQsetnonblocking(connection, 1);
  if (send() == 0) return last;
  if (meanwhile) {
    PQflush(connection);
    meanwhile();
  }
  for (;;) {
    const Wait wait = await_result(connection, deadline);
    const bool failed = last && PQresultStatus(last.get()) == PGRES_FATAL_ERROR;
    if (wait == Wait::over) give_up(connection, limit);
    // The server commits a statement outside a transaction after it has sent the result. Only the end of the exchange
    // confirms the commit.
    if (wait == Wait::lost) return failed ? std::move(last) : Result(nullptr, &PQclear);
    Result next(PQgetResult(connection), &PQclear);
    if (!next) return last;
    if (!failed) last = std::move(next);
    if (is_copy(PQresultStatus(last.get()))) return last;
  }
}

}  // namespace kongflow::postgres
