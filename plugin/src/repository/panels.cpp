#include "repository/columns.h"
#include "repository/listed_endpoints.h"
#include "repository/pg_endpoint_repository.h"
#include "repository/uuid.h"

namespace kongflow::endpoints {

std::optional<ListedEndpoint> PgEndpointRepository::endpoint(const std::string& endpoint_id) {
  static const std::string sql = select_listed("select $1::uuid as id, 0 as key, '' as cursor", "asc");
  if (!is_uuid(endpoint_id)) return std::nullopt;
  const postgres::Rows rows = execute(sql, {endpoint_id});
  if (rows.empty()) return std::nullopt;
  return read_listed(rows, 0);
}

std::optional<IndexRun> PgEndpointRepository::run(const std::string& run_id) {
  static const std::string sql = "select " + run_columns("run") + " from endpoint_index_runs run where run.id = $1";
  if (!is_uuid(run_id)) return std::nullopt;
  const postgres::Rows rows = execute(sql, {run_id});
  if (rows.empty()) return std::nullopt;
  return read_run(rows, 0);
}

std::optional<StoredManifest> PgEndpointRepository::manifest(const std::string& index_id) {
  static const std::string sql =
      "select " + index_columns("index") + ", index.data::text from endpoint_indexes index where index.id = $1";
  if (!is_uuid(index_id)) return std::nullopt;
  const postgres::Rows rows = execute(sql, {index_id});
  if (rows.empty()) return std::nullopt;
  return StoredManifest{read_index(rows, 0), rows.text(0, kIndexColumns)};
}

std::optional<Environment> PgEndpointRepository::environment(const std::string& environment_id) {
  static const std::string sql =
      "select " + environment_columns("env") + " from runtime_environments env where env.id = $1";
  if (!is_uuid(environment_id)) return std::nullopt;
  const postgres::Rows rows = execute(sql, {environment_id});
  if (rows.empty()) return std::nullopt;
  return read_environment(rows, 0, 0);
}

std::string PgEndpointRepository::version() {
  // The latest time is not sufficient: a long transaction may commit an earlier time later.
  constexpr const char* kVersion = R"sql(
    select concat_ws('-',
      (select hashtextextended(string_agg(endpoint_id::text || removed_at, ',' order by endpoint_id), 0)
       from (select endpoint_id, removed_at from removed_endpoints order by removed_at desc limit 100) removed),
      (select hashtextextended(string_agg(id::text || updated_at, ',' order by id), 0)
       from (select id, updated_at from endpoints order by updated_at desc limit 100) changed),
      (select hashtextextended(string_agg(id::text || updated_at, ',' order by id), 0)
       from (select id, updated_at from endpoint_index_runs order by updated_at desc limit 100) changed)))sql";
  return execute(kVersion).text(0, 0);
}

}  // namespace kongflow::endpoints
