#include "host/database/session_check.h"

#include <stdexcept>

#include "postgres/connection.h"

namespace kongflow::host {
namespace {

// Repeated, because a busy pooler may return the same connection twice by chance.
constexpr int kRounds = 5;

std::string backend(postgres::Connection& session) {
  return session.execute("select pg_backend_pid()").text(0, 0);
}

}  // namespace

void require_own_sessions(const std::string& connection_string) {
  auto one = postgres::Connection::open(connection_string);
  auto other = postgres::Connection::open(connection_string);
  const std::string of_one = backend(one);
  for (int round = 0; round < kRounds; ++round) {
    // Queries each session twice in a row: a pooler that alternates between two connections would otherwise return the
    // same connection to each session.
    if (backend(other) != of_one && backend(one) == of_one && backend(one) == of_one) continue;
    throw std::runtime_error(
        "The database is behind a pooler that does not give each session its own server connection. "
        "The host needs notifications, advisory locks and session parameters: "
        "set pool_mode = session in the pooler, or connect database.url to the PostgreSQL server directly.");
  }
}

}  // namespace kongflow::host
