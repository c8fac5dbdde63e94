// RAII wrappers of libpq connections and transactions. A statement takes one round trip.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "postgres/prepared_statements.h"
#include "postgres/statement.h"
#include "postgres/statement_limit.h"

namespace kongflow::postgres {

// The reason why a connection failed and its remedy: sentences, the last one without a full stop, that name host, port
// or socket, and database, but never the password.
Error connect_error(const PGconn* connection, const std::string& connection_string);

// An owned connection. Movable; one thread at a time.
class Connection {
 public:
  // Connects within `timeout` (rounded up to whole seconds, at least 2, for each address of each host in the string)
  // unless the string sets connect_timeout. Every statement is subject to `statement_limit` (statement_limit.h). The
  // session is prepared (platform_session.h). Throws connect_error(), and the errors of prepare_session().
  static Connection open(const std::string& connection_string,
                         std::chrono::milliseconds timeout = std::chrono::seconds(10),
                         std::chrono::milliseconds statement_limit = default_statement_limit);

  PGconn* native() const { return connection_.get(); }
  Rows execute(const char* sql, const std::vector<Parameter>& parameters = {}) {
    return postgres::execute(connection_.get(), sql, parameters);
  }
  // For statements that are executed repeatedly: see PreparedStatements.
  Rows execute_prepared(const std::string& sql, const std::vector<Parameter>& parameters,
                        const std::function<void()>& meanwhile = {}) {
    return statements_.execute(connection_.get(), sql, parameters, meanwhile);
  }
  void execute_script(const std::string& sql) { postgres::execute_script(connection_.get(), sql); }

  // The channels of the notifications that have arrived since the last call, without waiting for more: the socket of
  // native() becomes readable when one arrives. Throws Error when the connection was lost.
  std::set<std::string> notified_channels();

 private:
  explicit Connection(PGconn* connection) : connection_(connection, &PQfinish) {}
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
  PreparedStatements statements_;
};

// Sends BEGIN at construction, and ROLLBACK at destruction unless commit() succeeded. commit() throws when the server
// does not respond with COMMIT: it responds with ROLLBACK when a statement of the transaction failed.
class Transaction {
 public:
  explicit Transaction(PGconn* connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  PGconn* connection_;
  bool open_ = true;
};

}  // namespace kongflow::postgres
