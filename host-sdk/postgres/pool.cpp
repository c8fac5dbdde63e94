#include "postgres/pool.h"

namespace kongflow::postgres {

bool alive(PGconn* connection) {
  // Twice: the first call may read the server's last message, the second one the end of the stream.
  return PQstatus(connection) == CONNECTION_OK && PQconsumeInput(connection) != 0 && PQconsumeInput(connection) != 0 &&
         PQstatus(connection) == CONNECTION_OK;
}

}  // namespace kongflow::postgres
