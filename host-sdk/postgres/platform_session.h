// Setup shared by every session on the platform's database, in the host and in plugins.
#pragma once

#include <libpq-fe.h>

namespace kongflow::postgres {

// Makes a fresh connection independent of what the server, the role or the connection string have set: drops notices,
// speaks UTF-8, reads committed rows, and pins the search path to the schema that holds the platform's tables, so that
// schemas created later hide nothing. The platform's schema is the one with the table kongflow_migrations: one with
// the platform's other tables comes before one without them, one on the search path before others, then the oldest. A
// database without that table keeps its search path.
//
// One round trip. Throws Error; 0A000 when the database has another encoding than UTF8.
void prepare_session(PGconn* connection);

}  // namespace kongflow::postgres
