#include "host/database/session_check.h"

#include <stdexcept>

#include "postgres/connection.h"

namespace kongflow::host {
namespace {

// Asked more than once, because a busy pooler may give the same connection twice by chance.
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
    // Twice in a row: a pooler with two connections that takes turns would give each session the same one again.
    if (backend(other) != of_one && backend(one) == of_one && backend(one) == of_one) continue;
    throw std::runtime_error(
        "The database is behind a pooler that gives each transaction another connection of the server. "
        "The host listens for notifications, holds advisory locks and sets session parameters: "
        "set pool_mode = session in the pooler, or name the PostgreSQL server itself in database.url.");
  }
}

}  // namespace kongflow::host
