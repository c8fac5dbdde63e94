#include "postgres/connection.h"

#include "postgres/connect_advice.h"
#include "postgres/connection_string.h"
#include "postgres/libpq_values.h"
#include "postgres/platform_session.h"

namespace kongflow::postgres {

Error connect_error(const PGconn* connection, const std::string& connection_string) {
  const std::string words = error_text(connection);
  return {"Cannot connect to PostgreSQL (" + describe(connection_string) + "): " + words + ". " +
              std::string(connect_advice(words)),
          {}};
}

Connection Connection::open(const std::string& connection_string, std::chrono::milliseconds timeout,
                            std::chrono::milliseconds statement_limit) {
  const std::string complete = normalize(connection_string, defaults("kongflow", timeout));
  Connection connection(PQconnectdb(complete.c_str()));
  if (PQstatus(connection.native()) != CONNECTION_OK) throw connect_error(connection.native(), connection_string);
  set_statement_limit(connection.native(), statement_limit);
  prepare_session(connection.native());
  return connection;
}

std::set<std::string> Connection::notified_channels() {
  if (PQconsumeInput(native()) == 0 || PQstatus(native()) != CONNECTION_OK)
    throw Error("The connection to PostgreSQL was lost.", {});
  std::set<std::string> channels;
  while (const std::unique_ptr<PGnotify, decltype(&PQfreemem)> note{PQnotifies(native()), &PQfreemem})
    channels.insert(note->relname);
  return channels;
}

Transaction::Transaction(PGconn* connection) : connection_(connection) {
  execute(connection_, "begin");
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    execute(connection_, "rollback");
  } catch (const std::exception&) {
    return;  // the server rolls back when the connection ends
  }
}

void Transaction::commit() {
  const Rows rows = execute(connection_, "commit");
  open_ = false;
  if (rows.command_tag() != "COMMIT")
    throw Error("The transaction was rolled back because one of its statements had failed", "25P02");
}

}  // namespace kongflow::postgres
