// The Poco sessions that the repository works on.
#pragma once

#include <Poco/Data/PostgreSQL/SessionHandle.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "postgres/pool.h"
#include "postgres/prepared_statements.h"

namespace kongflow::endpoints {

// A session of Poco::Data's PostgreSQL connector, which it closes also when the connection is lost; Poco leaks those,
// descriptor and all. It is the connector's handle, because that hands a connection string to libpq unread, while
// Poco::Data::Session splits it at every space, also inside quotes.
class Session {
 public:
  // Connects to what postgres::normalize() returned. Throws postgres::Error.
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

// Sessions to `connection_string` (any form that libpq takes), prepared (platform_session.h), with the planner settings
// that the order of tasks depends on. The server cancels a statement after `statement_timeout`; a session whose server
// does not answer is given up statement_limit_margin later. acquire() waits `statement_timeout` for a free session.
SessionPool make_session_pool(std::string connection_string, int size, std::chrono::milliseconds statement_timeout);

}  // namespace kongflow::endpoints
