// A small pool of PostgreSQL connections for a plugin: opened on first use, shared by the host's worker threads.
#pragma once

#include <libpq-fe.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "kongflow/call.hpp"

namespace registrar {

// An error of PostgreSQL or of the connection.
class DatabaseError : public std::runtime_error {
 public:
  DatabaseError(const std::string& message, std::string sqlstate)
      : std::runtime_error(message), sqlstate_(std::move(sqlstate)) {}
  const std::string& sqlstate() const { return sqlstate_; }  // empty: no response from the server
  // True when the data are invalid (classes 22 and 23), so that a retry cannot succeed.
  bool permanent() const { return sqlstate_.rfind("22", 0) == 0 || sqlstate_.rfind("23", 0) == 0; }

 private:
  std::string sqlstate_;
};

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

// Thread-safe.
class Database {
 public:
  // Calls `connection_string` for each new connection, because the host has none before the plugin starts.
  explicit Database(std::function<std::string()> connection_string);

  void set_max_connections(int connections);
  // Executes one statement in one round trip, within the call's deadline. A nullopt parameter is NULL. Without
  // parameters, `sql` may contain several statements, which form one transaction. Throws DatabaseError.
  Result run(const char* sql, const std::vector<std::optional<std::string>>& parameters, const kongflow::Call& call);

 private:
  using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
  Connection acquire(const kongflow::Call& call);
  void release(Connection connection);
  Connection connect() const;

  const std::function<std::string()> connection_string_;
  std::mutex mutex_;
  std::condition_variable released_;
  int max_connections_ = 1;       // protected by mutex_
  int in_use_ = 0;                // protected by mutex_
  std::vector<Connection> idle_;  // protected by mutex_
};

}  // namespace registrar
