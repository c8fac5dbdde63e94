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
  try {
    const auto lease = sessions_.acquire();
    return lease.session().execute(sql, parameters);
  } catch (const postgres::Error& error) {
    throw RepositoryError(error.what(), error.sqlstate(), error.transient());
  }
}

std::optional<postgres::Rows> PgEndpointRepository::look_up(const std::string& sql,
                                                            const std::vector<postgres::Parameter>& parameters) {
  constexpr std::string_view kCharacterNotInRepertoire = "22021";
  try {
    return execute(sql, parameters);
  } catch (const RepositoryError& error) {
    if (error.sqlstate() == kCharacterNotInRepertoire) return std::nullopt;
    throw;
  }
}

std::optional<Endpoint> PgEndpointRepository::find(const std::string& environment_id, const std::string& slug) {
  static const std::string sql =
      "select " + endpoint_columns("e") + " from endpoints e where e.environment_id = $1 and e.slug = $2";
  if (!is_uuid(environment_id)) return std::nullopt;
  const auto rows = look_up(sql, {environment_id, slug});
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

bool PgEndpointRepository::remove(const std::string& environment_id, const std::string& slug) {
  constexpr const char* kRemove = R"sql(
    with removed as (
      delete from endpoints where environment_id = $1 and slug = $2 returning id
    ), tasks as (
      select task.id
      from removed
      cross join lateral graphile_worker.complete_jobs(array(
        select waiting.id from graphile_worker.jobs waiting
        where waiting.queue_name = 'endpoint-' || removed.id and waiting.locked_at is null)) task
    )
    select id, (select count(*) from tasks) from removed)sql";
  if (!is_uuid(environment_id)) return false;
  const auto rows = look_up(kRemove, {environment_id, slug});
  return rows && !rows->empty();
}

RepositoryError removed_meanwhile() {
  constexpr const char* kObjectNotInPrerequisiteState = "55000";
  return {"The endpoint was removed, or its index was started again, in the meantime", kObjectNotInPrerequisiteState,
          false};
}

void PgEndpointRepository::check() {
  execute("select 1");
}

}  // namespace kongflow::endpoints
