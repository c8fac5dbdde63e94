// Applies and reverts one set of the project's migrations on one database.
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
  std::optional<std::string> applied_at;  // nullopt: pending
  std::optional<std::string> problem;     // the applied file changed, or this version does not contain it
};

// Applied migrations are rows of kongflow_migrations(set, number, name, checksum, applied_at). The caller must hold the
// migration lock, which excludes other migrators. Throws postgres::Error, and std::runtime_error with a sentence.
class MigrationSet {
 public:
  // Reads the set's files. The connection must outlive the object.
  MigrationSet(postgres::Connection& connection, std::string name, const std::filesystem::path& sql_dir);

  // prepared() returns whether the bookkeeping table exists; prepare() creates it. Its schema is the platform's schema
  // from then on (postgres/platform_session.h).
  static bool prepared(postgres::Connection& connection);
  static void prepare(postgres::Connection& connection);

  // Whether migrations of the set `name` are applied. Does not need the set's files.
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
