#include "host/database/connection_limits.h"

namespace kongflow::host {
namespace {

// A negative limit means unlimited.
constexpr char kLowest[] = R"(
select name, allowed from (
  select 'max_connections without those reserved for superusers' as name,
         current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as allowed
  union all select 'the connection limit of the database', datconnlimit
  from pg_database where datname = current_database()
  union all select 'the connection limit of the role', rolconnlimit
  from pg_roles where rolname = session_user
) as limits
where allowed >= 0 order by allowed limit 1)";

}  // namespace

std::optional<std::string> connection_shortage(postgres::Connection& connection, int needed) {
  const auto rows = connection.execute(kLowest);
  if (rows.empty() || rows.integer(0, 1) >= needed) return std::nullopt;
  return "This host may need " + std::to_string(needed) + " database connections, but " + rows.text(0, 0) +
         " allows all clients together " + rows.text(0, 1) + ": raise it, or lower database.pool_size of the plugins.";
}

}  // namespace kongflow::host
