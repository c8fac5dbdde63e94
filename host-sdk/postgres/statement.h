// Statements over libpq: one round trip each, SQLSTATE as a field.
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

// Runs one statement ($1 placeholders) on a connection that the caller owns, for instance the native handle of a
// session of Poco's, within its statement limit (statement_limit.h). Throws Error.
Rows execute(PGconn* connection, const char* sql, const std::vector<Parameter>& parameters = {});

// Runs several statements separated by semicolons, without parameters (migrations). Throws Error.
void execute_script(PGconn* connection, const std::string& sql);

}  // namespace kongflow::postgres
