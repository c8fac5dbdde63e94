#include "postgres/statement_limit.h"

#include <libpq-events.h>

#include <memory>

#include "postgres/statement.h"

namespace kongflow::postgres {
namespace {

using Limit = std::chrono::milliseconds;

// The limit is stored as instance data of the connection, and freed here when libpq destroys the connection.
int on_event(PGEventId event, void* info, void* /*pass_through*/) {
  if (event != PGEVT_CONNDESTROY) return 1;
  const PGconn* connection = static_cast<PGEventConnDestroy*>(info)->conn;
  const std::unique_ptr<Limit> released(static_cast<Limit*>(PQinstanceData(connection, &on_event)));
  return 1;
}

Limit* stored(const PGconn* connection) {
  return static_cast<Limit*>(PQinstanceData(connection, &on_event));
}

}  // namespace

void set_statement_limit(PGconn* connection, Limit limit) {
  if (Limit* known = stored(connection)) {
    *known = limit;
    return;
  }
  auto made = std::make_unique<Limit>(limit);
  if (PQregisterEventProc(connection, &on_event, "kongflow statement limit", nullptr) == 0 ||
      PQsetInstanceData(connection, &on_event, made.get()) == 0)
    throw Error("The statement limit cannot be attached to the connection", {});
  static_cast<void>(made.release());
}

Limit statement_limit(const PGconn* connection) {
  const Limit* known = stored(connection);
  return known == nullptr ? default_statement_limit : *known;
}

}  // namespace kongflow::postgres
