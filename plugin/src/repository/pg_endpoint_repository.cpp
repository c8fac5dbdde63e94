#include "repository/pg_endpoint_repository.h"

#include <utility>

#include "repository/columns.h"
#include "repository/uuid.h"

namespace kongflow::endpoints {

PgEndpointRepository::PgEndpointRepository(std::string connection_string, int pool_size,
                                           std::chrono::milliseconds statement_timeout)
    : sessions_(make_session_pool(std::move(connection_string), pool_size, statement_timeout)) {}

postgres::Rows PgEndpointRepository::execute(const std::string& sql,
                                             const std::vector<postgres::Parameter>& parameters) {
  return with_session([&](Session& session) { return session.execute(sql, parameters); });
}

postgres::Rows PgEndpointRepository::execute_unprepared(const std::string& sql,
                                                        const std::vector<postgres::Parameter>& parameters) {
  return with_session([&](Session& session) { return postgres::execute(session.native(), sql.c_str(), parameters); });
}

std::optional<postgres::Rows> PgEndpointRepository::execute_unless(std::string_view sqlstate, const std::string& sql,
                                                                   const std::vector<postgres::Parameter>& parameters) {
  try {
    return execute(sql, parameters);
  } catch (const RepositoryError& error) {
    if (error.sqlstate() == sqlstate) return std::nullopt;
    throw;
  }
}

std::optional<postgres::Rows> PgEndpointRepository::find_rows(const std::string& sql,
                                                              const std::vector<postgres::Parameter>& parameters) {
  constexpr std::string_view kCharacterNotInRepertoire = "22021";
  return execute_unless(kCharacterNotInRepertoire, sql, parameters);
}

std::optional<Endpoint> PgEndpointRepository::find(const std::string& environment_id, const std::string& slug) {
  static const std::string sql =
      "select " + endpoint_columns("e") + " from endpoints e where e.environment_id = $1 and e.slug = $2";
  if (!is_uuid(environment_id)) return std::nullopt;
  const auto rows = find_rows(sql, {environment_id, slug});
  if (!rows || rows->empty()) return std::nullopt;
  return read_endpoint(*rows, 0);
}

std::optional<IndexTarget> PgEndpointRepository::find_target(const std::string& endpoint_id) {
  static const std::string sql = "select " + endpoint_columns("e") + ", " + environment_columns("env") +
                                 " from endpoints e join runtime_environments env on env.id = e.environment_id"
                                 " where e.id = $1";
  if (!is_uuid(endpoint_id)) return std::nullopt;
  const postgres::Rows rows = execute(sql, {endpoint_id});
  if (rows.empty()) return std::nullopt;
  return IndexTarget{read_endpoint(rows, 0), read_environment(rows, 0, kEndpointColumns)};
}

void PgEndpointRepository::check() {
  constexpr const char* kInaccessible = R"sql(
    select string_agg(name, ', ')
    from (values ('endpoints'), ('endpoint_indexes'), ('endpoint_index_runs'), ('removed_endpoints'),
      ('endpoint_listings'), ('endpoint_states')) as tables(name)
    where to_regclass(name) is null or row_security_active(to_regclass(name)::oid)
      or not has_table_privilege(to_regclass(name)::oid, 'SELECT'))sql";
  constexpr const char* kUndefinedTable = "42P01";
  const auto inaccessible = execute(kInaccessible, {}).optional_text(0, 0);
  if (inaccessible)
    throw RepositoryError("The database role does not see all rows of " + *inaccessible +
                              ": run kongflow-host migrate up, and use the role that owns the tables",
                          kUndefinedTable);
}

}  // namespace kongflow::endpoints
