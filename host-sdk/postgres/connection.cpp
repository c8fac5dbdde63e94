#include "postgres/connection.h"

#include <algorithm>
#include <charconv>

#include "postgres/connection_string.h"

namespace kongflow::postgres {
namespace {

constexpr const char* kUnterminated = "22021";  // character_not_in_repertoire, as the server says for a zero byte

std::string without_trailing_newline(const char* message) {
  std::string text = message;
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

[[noreturn]] void fail(PGconn* connection, const PGresult* result) {
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (primary != nullptr) throw Error(primary, sqlstate != nullptr ? sqlstate : "");
  throw Error("The connection to PostgreSQL failed: " + without_trailing_newline(PQerrorMessage(connection)), "");
}

Rows checked(PGconn* connection, PGresult* raw) {
  Rows rows(raw);
  const ExecStatusType status = PQresultStatus(raw);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return rows;
  fail(connection, raw);
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
    throw std::logic_error("Column " + std::to_string(column) + " of a result is no integer");
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

Rows execute(PGconn* connection, const char* sql, const std::vector<Parameter>& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const Parameter& parameter : parameters) {
    if (parameter && parameter->find('\0') != std::string::npos)
      throw Error("Text with a zero byte cannot be stored", kUnterminated);
    values.push_back(parameter ? parameter->c_str() : nullptr);
  }
  return checked(connection, PQexecParams(connection, sql, static_cast<int>(values.size()), nullptr, values.data(),
                                          nullptr, nullptr, 0));
}

void execute_script(PGconn* connection, const std::string& sql) {
  checked(connection, PQexec(connection, sql.c_str()));
}

Connection Connection::open(const std::string& connection_string, std::chrono::milliseconds timeout) {
  const std::string complete = normalize(connection_string, defaults("kongflow", timeout));
  Connection connection(PQconnectdb(complete.c_str()));
  if (PQstatus(connection.native()) != CONNECTION_OK)
    throw Error("Cannot connect to PostgreSQL (" + describe(connection_string) +
                    "): " + without_trailing_newline(PQerrorMessage(connection.native())),
                {});
  PQsetNoticeProcessor(
      connection.native(), [](void*, const char*) {}, nullptr);
  return connection;
}

Transaction::Transaction(PGconn* connection) : connection_(connection) {
  execute(connection_, "begin");
}

Transaction::~Transaction() {
  if (!open_) return;
  const std::unique_ptr<PGresult, decltype(&PQclear)> ignored(PQexec(connection_, "rollback"), &PQclear);
}

void Transaction::commit() {
  const Rows rows = execute(connection_, "commit");
  open_ = false;
  if (rows.command_tag() != "COMMIT")
    throw Error("The transaction was rolled back because one of its statements had failed", "25P02");
}

}  // namespace kongflow::postgres
