#include "host/database/console_database.h"

#include <chrono>
#include <memory>

namespace kongflow::host {
namespace {

constexpr int most_connections = 4;
constexpr std::chrono::seconds patience{3};
constexpr std::chrono::seconds connect_timeout{3};
constexpr std::chrono::milliseconds statement_limit = std::chrono::seconds(5) + postgres::statement_limit_margin;

constexpr char prepare[] = "set statement_timeout = '5s'; set application_name = 'kongflow console'";

std::unique_ptr<postgres::Connection> open(const std::string& connection_string) {
  auto connection = std::make_unique<postgres::Connection>(
      postgres::Connection::open(connection_string, connect_timeout, statement_limit));
  connection->execute_script(prepare);
  return connection;
}

}  // namespace

ConsoleDatabase::ConsoleDatabase(const std::string& connection_string)
    : connections_(
          most_connections, patience, [connection_string] { return open(connection_string); },
          [](postgres::Connection& connection) { return connection.native(); }) {}

postgres::Rows ConsoleDatabase::execute(const char* sql, const std::vector<postgres::Parameter>& parameters) {
  return with_connection([&](postgres::Connection& connection) { return connection.execute(sql, parameters); });
}

}  // namespace kongflow::host
