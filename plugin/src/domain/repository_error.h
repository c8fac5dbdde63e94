// A statement that the database did not do.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// What made a statement fail. Shown as a metric's label and in the log.
enum class DatabaseCause {
  connection,   // no connection, or it was lost
  resources,    // disk full, out of memory, too many connections, I/O error
  timeout,      // a statement or a lock took too long, or was cancelled
  conflict,     // deadlock, serialization failure, object in use
  read_only,    // a standby, or a read-only database
  permissions,  // the role may not do it
  schema,       // tables, columns or functions are missing or of another version
  corruption,   // PostgreSQL reports an internal error or damaged data
  statement,    // PostgreSQL refused the statement's own values
};
inline constexpr DatabaseCause kDatabaseCauses[] = {
    DatabaseCause::connection, DatabaseCause::resources,  DatabaseCause::timeout,
    DatabaseCause::conflict,   DatabaseCause::read_only,  DatabaseCause::permissions,
    DatabaseCause::schema,     DatabaseCause::corruption, DatabaseCause::statement};
std::string_view to_string(DatabaseCause cause);  // in lower case: "read_only"

// The message holds no secret.
class RepositoryError : public std::runtime_error {
 public:
  // `sqlstate`: five characters, or empty when the connection itself failed. It decides the cause.
  RepositoryError(const std::string& message, std::string sqlstate);
  const std::string& sqlstate() const { return sqlstate_; }
  DatabaseCause cause() const { return cause_; }
  // True unless the statement itself was refused: the same request may succeed once the database is well.
  bool platform_fault() const { return cause_ != DatabaseCause::statement; }

 private:
  std::string sqlstate_;
  DatabaseCause cause_;
};

// Called once for each failure that a request, task or console page ran into. `call` is the id under which the host
// logs it. Does not throw. [any thread]
using DatabaseFailureListener = std::function<void(const RepositoryError&, const std::string& call)>;

}  // namespace kongflow::endpoints
