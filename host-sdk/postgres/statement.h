// Executes SQL statements through libpq: one round trip each, errors with their SQLSTATE.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kongflow::postgres {

// An error of PostgreSQL or of the connection. The message never contains the connection string.
class Error : public std::runtime_error {
 public:
  Error(const std::string& message, std::string sqlstate)
      : std::runtime_error(message), sqlstate_(std::move(sqlstate)) {}
  const std::string& sqlstate() const { return sqlstate_; }  // empty: no response from the server
  bool connection_lost() const;                              // no response, or class 08, or 57P01-57P03
  bool transient() const;                                    // connection_lost, or class 40, 53, 55, 57

 private:
  std::string sqlstate_;
};

// A statement parameter in text format; nullopt is NULL.
using Parameter = std::optional<std::string>;

// The result rows of a statement. Values are text.
class Rows {
 public:
  explicit Rows(PGresult* result) : result_(result, &PQclear) {}
  int size() const { return PQntuples(result_.get()); }
  bool empty() const { return size() == 0; }
  bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::string_view view(int row, int column) const;  // borrowed from these Rows; NULL is empty
  std::string text(int row, int column) const { return std::string(view(row, column)); }
  std::optional<std::string> optional_text(int row, int column) const;
  std::int64_t integer(int row, int column) const;
  std::int64_t affected() const;         // number of rows that INSERT, UPDATE or DELETE changed
  std::string_view command_tag() const;  // "COMMIT", "INSERT 0 1", …

 private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

// Executes one statement with $1 placeholders on a connection that the caller owns, for instance the native handle of a
// Poco session, within the connection's statement limit (statement_limit.h). Throws Error.
Rows execute(PGconn* connection, const char* sql, const std::vector<Parameter>& parameters = {});

// Executes several statements separated by semicolons, without parameters (migrations). Throws Error.
void execute_script(PGconn* connection, const std::string& sql);

}  // namespace kongflow::postgres
