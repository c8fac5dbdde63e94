// PostgreSQL for a plugin: a few connections, opened at first use, shared by the host's worker threads.
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

// What PostgreSQL or the connection said.
class DatabaseError : public std::runtime_error {
 public:
  DatabaseError(const std::string& message, std::string sqlstate)
      : std::runtime_error(message), sqlstate_(std::move(sqlstate)) {}
  const std::string& sqlstate() const { return sqlstate_; }  // empty: no answer from the server
  // The data are wrong, and will be the next time (classes 22 and 23).
  bool permanent() const { return sqlstate_.rfind("22", 0) == 0 || sqlstate_.rfind("23", 0) == 0; }

 private:
  std::string sqlstate_;
};

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

// Thread-safe.
class Database {
 public:
  // `connection_string` is asked for each new connection: the host has none before the plugin starts.
  explicit Database(std::function<std::string()> connection_string);

  void allow(int connections);
  // Runs one statement in one round trip, for as long as the call may take; nullopt is NULL. Without parameters, `sql`
  // may be several statements, which are one transaction. Throws DatabaseError.
  Result run(const char* sql, const std::vector<std::optional<std::string>>& parameters, const kongflow::Call& call);

 private:
  using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
  Connection acquire(const kongflow::Call& call);
  void release(Connection connection);
  Connection connect() const;

  const std::function<std::string()> connection_string_;
  std::mutex mutex_;
  std::condition_variable released_;
  int allowed_ = 1;               // protected by mutex_
  int in_use_ = 0;                // protected by mutex_
  std::vector<Connection> idle_;  // protected by mutex_
};

}  // namespace registrar
