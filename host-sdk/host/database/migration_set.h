// One set of the project's own migrations on one database.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/base/log.h"
#include "host/database/migration_files.h"
#include "postgres/connection.h"

namespace kongflow::host {

struct MigrationStatus {
  std::string set;  // "platform", "queue", "endpoints"
  int number = 0;
  std::string name;
  std::optional<std::string> applied_at;  // nullopt: still to be applied
  std::optional<std::string> problem;     // the applied file changed, or this version does not have it
};

// Applied migrations are rows of kongflow_migrations(set, number, name, checksum, applied_at). The caller holds the
// lock that keeps other migrators away. Throws postgres::Error, and std::runtime_error with a sentence.
class MigrationSet {
 public:
  // Reads the set's files. The connection outlives the object.
  MigrationSet(postgres::Connection& connection, std::string name, const std::filesystem::path& sql_dir);

  // Whether the database has the bookkeeping table, and makes it; the schema that it is in is the platform's from then
  // on (postgres/platform_session.h).
  static bool prepared(postgres::Connection& connection);
  static void prepare(postgres::Connection& connection);

  // Whether the database has migrations of the set `name`, whose files need not be there.
  static bool any_applied(postgres::Connection& connection, const std::string& name);

  void up(Log& log);
  void down(int to, Log& log);
  std::vector<MigrationStatus> status() const;

 private:
  struct Applied {
    std::string name, checksum, applied_at;
  };
  static std::map<int, Applied> applied(postgres::Connection& connection, const std::string& name);
  void refuse_problems() const;

  postgres::Connection& connection_;
  const std::string name_;
  const std::vector<MigrationFile> files_;
};

}  // namespace kongflow::host
