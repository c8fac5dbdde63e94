#include "host/database/console_database.h"

#include <chrono>
#include <memory>

namespace kongflow::host {
namespace {

constexpr int kMaxConnections = 4;
constexpr std::chrono::seconds kAcquireTimeout{3};
constexpr std::chrono::seconds kConnectTimeout{3};
constexpr std::chrono::milliseconds kStatementLimit = std::chrono::seconds(5) + postgres::statement_limit_margin;

constexpr char kPrepareSql[] = "set statement_timeout = '5s'; set application_name = 'kongflow console'";

std::unique_ptr<postgres::Connection> open(const std::string& connection_string) {
  auto connection = std::make_unique<postgres::Connection>(
      postgres::Connection::open(connection_string, kConnectTimeout, kStatementLimit));
  connection->execute_script(kPrepareSql);
  return connection;
}

}  // namespace

ConsoleDatabase::ConsoleDatabase(const std::string& connection_string)
    : connections_(
          kMaxConnections, kAcquireTimeout, [connection_string] { return open(connection_string); },
          [](postgres::Connection& connection) { return connection.native(); }) {}

postgres::Rows ConsoleDatabase::execute(const char* sql, const std::vector<postgres::Parameter>& parameters) {
  return with_connection([&](postgres::Connection& connection) { return connection.execute(sql, parameters); });
}

}  // namespace kongflow::host
