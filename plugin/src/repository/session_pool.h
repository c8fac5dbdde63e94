// The repository's pool of Poco sessions.
#pragma once

#include <Poco/Data/PostgreSQL/SessionHandle.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "postgres/pool.h"
#include "postgres/prepared_statements.h"

namespace kongflow::endpoints {

// A session of Poco::Data's PostgreSQL connector. It also closes lost connections, which Poco leaks with their
// descriptor. It uses the connector's SessionHandle, which passes the connection string to libpq unparsed:
// Poco::Data::Session splits the string at every space, also inside quotes.
class Session {
 public:
  // Connects to a connection string from postgres::normalize(). Throws postgres::Error.
  explicit Session(const std::string& normalized);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  PGconn* native() const { return native_; }
  postgres::Rows execute(const std::string& sql, const std::vector<postgres::Parameter>& parameters) {
    return statements_.execute(native_, sql, parameters);
  }

 private:
  void close();

  std::unique_ptr<Poco::Data::PostgreSQL::SessionHandle> handle_;
  PGconn* native_ = nullptr;
  postgres::PreparedStatements statements_;
};

using SessionPool = postgres::Pool<Session>;

// Creates a pool of sessions to `connection_string` (any form that libpq accepts), prepared (platform_session.h) and
// with planner settings that preserve the order of tasks. The server cancels a statement after `statement_timeout`. A
// session whose server does not respond is closed statement_limit_margin later. acquire() waits at most
// `statement_timeout`.
SessionPool make_session_pool(std::string connection_string, int size, std::chrono::milliseconds statement_timeout);

}  // namespace kongflow::endpoints
