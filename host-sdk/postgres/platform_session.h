// Setup of all sessions on the platform's database, in the host and in plugins.
#pragma once

#include <libpq-fe.h>

namespace kongflow::postgres {

// Makes a new connection independent of settings of the server, the role and the connection string: discards notices,
// sets UTF-8 and the isolation level read committed, and pins the search path to the schema with the platform's tables.
// A pinned search path prevents that schemas which are created later shadow these tables.
//
// The platform's schema is the one with the table kongflow_migrations. If there are several, a schema that also has
// runtime_environments takes precedence, then a schema on the search path, then the oldest one. A database without that
// table keeps its search path.
//
// Takes one round trip. Throws Error; 0A000 when the database has another encoding than UTF8.
void prepare_session(PGconn* connection);

}  // namespace kongflow::postgres
