#include "postgres/platform_session.h"

#include <string>
#include <string_view>

#include "postgres/statement.h"

namespace kongflow::postgres {
namespace {

constexpr const char* kFeatureNotSupported = "0A000";

constexpr const char* kSettings = R"(
select set_config('client_encoding', 'UTF8', false),
       set_config('default_transaction_isolation', 'read committed', false),
       set_config('search_path', coalesce((
         select quote_ident(space.nspname)
         from pg_catalog.pg_class as relation join pg_catalog.pg_namespace as space on space.oid = relation.relnamespace
         where relation.relname = 'kongflow_migrations' and relation.relkind in ('r', 'p')
         order by exists (select from pg_catalog.pg_class as beside
                          where beside.relnamespace = relation.relnamespace and beside.relkind in ('r', 'p')
                            and beside.relname = 'runtime_environments') desc,
                  array_position(current_schemas(false), space.nspname), relation.oid
         limit 1), current_setting('search_path')), false))";

void require_utf8(const PGconn* connection) {
  const char* encoding = PQparameterStatus(connection, "server_encoding");
  if (encoding == nullptr || encoding == std::string_view("UTF8")) return;
  throw Error("The database \"" + std::string(PQdb(connection)) + "\" has the encoding " + encoding +
                  ", which cannot store all text: use a database that was created with ENCODING 'UTF8' "
                  "TEMPLATE template0",
              kFeatureNotSupported);
}

}  // namespace

void prepare_session(PGconn* connection) {
  PQsetNoticeProcessor(
      connection, [](void*, const char*) {}, nullptr);
  require_utf8(connection);
  execute(connection, kSettings);
}

}  // namespace kongflow::postgres
