#include "postgres/statement.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "postgres/libpq_values.h"

namespace kongflow::postgres {
namespace {

constexpr const char* kCharacterNotInRepertoire = "22021";  // as the server reports a zero byte

[[noreturn]] void fail(PGconn* connection, const PGresult* result) {
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (primary != nullptr) throw Error(primary, sqlstate != nullptr ? sqlstate : "");
  throw Error("The connection to PostgreSQL failed: " + error_text(connection), "");
}

bool in_class(const std::string& sqlstate, std::string_view prefix) {
  return sqlstate.compare(0, 2, prefix) == 0;
}

}  // namespace

bool Error::connection_lost() const {
  return sqlstate_.empty() || in_class(sqlstate_, "08") || sqlstate_ == "57P01" || sqlstate_ == "57P02" ||
         sqlstate_ == "57P03";
}

bool Error::transient() const {
  return connection_lost() || in_class(sqlstate_, "40") || in_class(sqlstate_, "53") || in_class(sqlstate_, "55") ||
         in_class(sqlstate_, "57");
}

std::string_view Rows::view(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::optional<std::string> Rows::optional_text(int row, int column) const {
  if (is_null(row, column)) return std::nullopt;
  return text(row, column);
}

std::int64_t Rows::integer(int row, int column) const {
  const std::string_view digits = view(row, column);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size())
    throw std::logic_error("Column " + std::to_string(column) + " of a result is not an integer");
  return value;
}

std::int64_t Rows::affected() const {
  const std::string_view digits = PQcmdTuples(result_.get());
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string_view Rows::command_tag() const {
  return PQcmdStatus(result_.get());
}

std::string error_text(const PGconn* connection) {
  std::istringstream lines(PQerrorMessage(connection));
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '\t') continue;
    text += (text.empty() ? "" : "; ") + line;
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '.')) text.pop_back();
  return text;
}

ParameterValues::ParameterValues(const std::vector<Parameter>& parameters) {
  values_.reserve(parameters.size());
  for (const Parameter& parameter : parameters) {
    if (parameter && parameter->find('\0') != std::string::npos)
      throw Error("Text with a zero byte cannot be stored", kCharacterNotInRepertoire);
    values_.push_back(parameter ? parameter->c_str() : nullptr);
  }
}

Rows checked(PGconn* connection, Result result) {
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
    return Rows(result.release());
  fail(connection, result.get());
}

Rows execute(PGconn* connection, const char* sql, const std::vector<Parameter>& parameters) {
  const ParameterValues values(parameters);
  return checked(connection, exchange(connection, [&] {
                   return PQsendQueryParams(connection, sql, values.size(), nullptr, values.data(), nullptr, nullptr,
                                            0);
                 }));
}

void execute_script(PGconn* connection, const std::string& sql) {
  checked(connection, exchange(connection, [&] { return PQsendQuery(connection, sql.c_str()); }));
}

}  // namespace kongflow::postgres
