// Errors of the database, classified by cause.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// The cause of a failed statement, shown as a metric label and in the log. It follows from the SQLSTATE. Only the
// classes 22 (data exception) and 23 (integrity constraint violation) concern the values of a request.
enum class DatabaseCause {
  connection,   // 08, 57 (shutdown, crash), no SQLSTATE: the connection failed. 24, 25, 26, 34, 3B: its transaction,
                // prepared statement or cursor no longer exists, for instance behind a pooler that changes sessions
  resources,    // 53 (disk full, out of memory, too many connections), 54 (a limit of PostgreSQL), 58 (I/O error)
  timeout,      // 57014, 55P03, 25P03, 25P04: a statement, lock or transaction took too long, or was cancelled
  conflict,     // 40 (deadlock, serialization failure), 55006 (object in use), 72 (snapshot too old)
  read_only,    // 25006: a standby, or a read-only database
  permissions,  // 28, 42501: the role lacks a privilege
  schema,  // 42, 0A, 3D, 3F, 55: tables, columns or functions are missing or of another version. P0, 09, 27, 38, 39,
           // 44: a trigger, function or view rejected the statement. Also every class that is not listed
  corruption,  // XX, F0: PostgreSQL reports an internal error or damaged data
  statement,   // 22, 23: PostgreSQL rejected the values of the statement
};
inline constexpr DatabaseCause kDatabaseCauses[] = {
    DatabaseCause::connection, DatabaseCause::resources,  DatabaseCause::timeout,
    DatabaseCause::conflict,   DatabaseCause::read_only,  DatabaseCause::permissions,
    DatabaseCause::schema,     DatabaseCause::corruption, DatabaseCause::statement};
std::string_view to_string(DatabaseCause cause);  // in lower case: "read_only"

// The message contains no secret.
class RepositoryError : public std::runtime_error {
 public:
  // `sqlstate` has five characters, or is empty when the connection failed. It determines the cause.
  RepositoryError(const std::string& message, std::string sqlstate);
  const std::string& sqlstate() const { return sqlstate_; }
  DatabaseCause cause() const { return cause_; }
  // True unless PostgreSQL rejected the values of the statement. If true, the same request may succeed after the
  // database has recovered.
  bool platform_fault() const { return cause_ != DatabaseCause::statement; }

 private:
  std::string sqlstate_;
  DatabaseCause cause_;
};

// Called once per database failure of a request, task or console page. `call` is the call's id in the host's log. Must
// not throw. [any thread]
using DatabaseFailureListener = std::function<void(const RepositoryError&, const std::string& call)>;

}  // namespace kongflow::endpoints
