// Migrates a database to this host's schema and checks whether it is migrated.
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

// Three sets, applied in this order, each migration in its own transaction:
//   platform, endpoints  <sql_dir>/<set>/NNN_name.{up,down}.sql, recorded in the table kongflow_migrations
//   queue                Graphile Worker's migrations, between the two, recorded as it does itself (queue_schema.h)
// Several processes may call up() on one database at once: one applies the migrations; the others wait, log that every
// 30 s, and then find nothing to do.
//
// The set endpoints belongs to the endpoints plugin; when its folder is missing, the set is not changed.
//
// Each function opens a new connection. Throws postgres::Error, and std::runtime_error with a sentence. Not
// thread-safe.
class Migrator {
 public:
  Migrator(std::string connection_string, std::filesystem::path sql_dir, Log& log);
  // Waits for other processes throw StopRequested after `stop` is set. `stop` must outlive the object.
  Migrator(std::string connection_string, std::filesystem::path sql_dir, Log& log, const StopRequest& stop);

  // Applies pending migrations. The first one determines the schema of the platform's tables: the first schema of its
  // search path. Later sessions find that schema themselves (postgres/platform_session.h). Throws when an applied file
  // changed or is unknown here, and when the role lacks a right; the sentence then contains the GRANT statements.
  void up();

  // Reverts the migrations of "endpoints" or "platform" above `to`, newest first. The platform's can be reverted only
  // after the endpoints'. The data in their tables is lost.
  void down(const std::string& set, int to);

  // Drops the queue's schema, which Node workers may share. Throws while it contains tasks, unless `with_tasks`.
  void drop_queue(bool with_tasks);

  // All migrations, in the order of up().
  std::vector<MigrationStatus> status();

  // The reason why the host cannot use this database, with advice; nullopt when it can.
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
