// The Poco::Data sessions that the repository works on.
#pragma once

#include <Poco/Data/Session.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "postgres/pool.h"
#include "postgres/prepared_statements.h"

namespace kongflow::endpoints {

// A Poco::Data session that also lets go of a lost connection, which Poco itself leaks, descriptor and all.
class Session {
 public:
  explicit Session(const std::string& connection_string);  // throws postgres::Error
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  PGconn* native() const { return native_; }
  postgres::Rows execute(const std::string& sql, const std::vector<postgres::Parameter>& parameters) {
    return statements_.execute(native_, sql, parameters);
  }

 private:
  std::unique_ptr<Poco::Data::Session> session_;
  PGconn* native_;
  postgres::PreparedStatements statements_;
};

using SessionPool = postgres::Pool<Session>;

// Sessions to `connection_string` (any form that libpq takes), in UTF-8, with the planner settings that the order of
// tasks depends on. The server cancels a statement after `statement_timeout`; a session whose server does not answer is
// given up statement_limit_margin later. acquire() waits `statement_timeout` for a free session.
SessionPool make_session_pool(std::string connection_string, int size, std::chrono::milliseconds statement_timeout);

}  // namespace kongflow::endpoints
