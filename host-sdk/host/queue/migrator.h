// Brings a database to the state that this host needs, and says whether it is there.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/base/log.h"
#include "host/base/stop_request.h"
#include "host/database/migration_set.h"
#include "postgres/connection.h"

namespace kongflow::host {

// Three sets, applied in this order and each migration in a transaction of its own:
//   platform, endpoints  <sql_dir>/<set>/NNN_name.{up,down}.sql, kept in the table kongflow_migrations
//   queue                Graphile Worker's own, between the two, kept as Graphile Worker keeps them (queue_schema.h)
// Any number of processes may call up() on one database at once: one works, the others wait, report that in the
// log every 30 s, and find nothing to do.
//
// The set endpoints comes with the endpoints plugin: where its folder is missing, it is left as it is.
//
// Every function connects anew. Throws postgres::Error, and std::runtime_error with a sentence. One thread at a time.
class Migrator {
 public:
  Migrator(std::string connection_string, std::filesystem::path sql_dir, Log& log);
  // A wait for another process throws StopRequested after `stop` is set. `stop` outlives the object.
  Migrator(std::string connection_string, std::filesystem::path sql_dir, Log& log, const StopRequest& stop);

  // Applies what is missing. The first one chooses the schema of the platform's tables: the first schema of its search
  // path. Every session then finds that schema by itself (postgres/platform_session.h). Refuses when an applied file
  // changed or is unknown here, and when the role lacks a right, with the statements that grant it.
  void up();

  // Reverts the migrations of "endpoints" or "platform" above `to`, newest first. The platform's can go only after the
  // endpoints'. Data in the tables is lost.
  void down(const std::string& set, int to);

  // Drops the queue's whole schema, which Node workers may share. Refuses while it holds tasks unless `with_tasks`.
  void drop_queue(bool with_tasks);

  // Every migration, in the order of up().
  std::vector<MigrationStatus> status();

  // Why the host cannot work on this database, and what to do; nullopt when it can.
  std::optional<std::string> not_ready();

 private:
  postgres::Connection open_locked() const;
  std::filesystem::path queue_dir() const;
  bool has_endpoints() const;

  const std::string connection_string_;
  const std::filesystem::path sql_dir_;
  Log& log_;
  const StopRequest* const stop_;  // may be null
};

}  // namespace kongflow::host
