// Thin RAII over libpq: one round trip a statement, SQLSTATE as a field, command tags checked.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kongflow::postgres {

// What PostgreSQL or the connection said. The message never holds the connection string.
class Error : public std::runtime_error {
 public:
  Error(const std::string& message, std::string sqlstate)
      : std::runtime_error(message), sqlstate_(std::move(sqlstate)) {}
  const std::string& sqlstate() const { return sqlstate_; }  // empty: no answer from the server
  bool connection_lost() const;                              // no answer, or class 08, or 57P01-57P03
  bool transient() const;                                    // connection_lost, or class 40, 53, 55, 57

 private:
  std::string sqlstate_;
};

// A parameter of a statement in text format; nullopt is NULL.
using Parameter = std::optional<std::string>;

// The rows of a statement. Values are text; NULL is nullopt.
class Rows {
 public:
  explicit Rows(PGresult* result) : result_(result, &PQclear) {}
  int size() const { return PQntuples(result_.get()); }
  bool empty() const { return size() == 0; }
  bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::string_view view(int row, int column) const;  // valid as long as these Rows; NULL is empty
  std::string text(int row, int column) const { return std::string(view(row, column)); }
  std::optional<std::string> optional_text(int row, int column) const;
  std::int64_t integer(int row, int column) const;
  std::int64_t affected() const;         // rows that INSERT, UPDATE or DELETE touched
  std::string_view command_tag() const;  // "COMMIT", "INSERT 0 1", …

 private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

// Runs one statement ($1 placeholders) on a connection that somebody else owns, for instance the native handle of a
// Poco::Data::Session. Throws Error.
Rows execute(PGconn* connection, const char* sql, const std::vector<Parameter>& parameters = {});

// Runs several statements separated by semicolons, without parameters (migrations). Throws Error.
void execute_script(PGconn* connection, const std::string& sql);

// An owned connection. Movable; one thread at a time.
class Connection {
 public:
  // Connects within `timeout` (whole seconds, at least 2, for each address of each host that the string names) unless
  // the string sets a connect_timeout itself. Speaks UTF-8, drops notices. Throws Error with a sentence that names
  // host, port or socket, and database, never the password.
  static Connection open(const std::string& connection_string,
                         std::chrono::milliseconds timeout = std::chrono::seconds(10));

  PGconn* native() const { return connection_.get(); }
  Rows execute(const char* sql, const std::vector<Parameter>& parameters = {}) {
    return postgres::execute(connection_.get(), sql, parameters);
  }
  void execute_script(const std::string& sql) { postgres::execute_script(connection_.get(), sql); }

 private:
  explicit Connection(PGconn* connection) : connection_(connection, &PQfinish) {}
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

// BEGIN at construction; ROLLBACK at destruction unless commit() succeeded. commit() throws when the server answered
// with anything but COMMIT (a transaction that had failed answers ROLLBACK).
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
