#include "host/database/pg_environment_store.h"

#include <memory>
#include <utility>

#include "host/database/environment_rows.h"

namespace kongflow::host {
namespace {

constexpr int kConnections = 8;
constexpr std::chrono::seconds kPatience(5);
constexpr std::chrono::seconds kConnectTimeout(5);
constexpr std::chrono::seconds kStatementLimit(10);

}  // namespace

PgEnvironmentStore::PgEnvironmentStore(std::string connection_string)
    : connections_(
          kConnections, kPatience,
          [given = std::move(connection_string)] {
            return std::make_unique<postgres::Connection>(
                postgres::Connection::open(given, kConnectTimeout, kStatementLimit));
          },
          [](postgres::Connection& connection) { return connection.native(); }) {}

std::shared_ptr<const Environment> PgEnvironmentStore::find_by_api_key(std::string_view api_key) {
  static const std::string sql = select_environments() + "where env.api_key = $1";
  if (api_key.empty()) return nullptr;
  try {
    const auto lease = connections_.acquire();
    const postgres::Rows rows = lease.session().execute(sql.c_str(), {std::string(api_key)});
    if (rows.empty()) return nullptr;
    return std::make_shared<const Environment>(read_environment(rows, 0));
  } catch (const postgres::Error& error) {
    constexpr std::string_view kCharacterNotInRepertoire = "22021";
    if (error.sqlstate() == kCharacterNotInRepertoire) return nullptr;  // no stored key contains such bytes
    throw;
  }
}

}  // namespace kongflow::host
