// The schema graphile_worker: migrated as Graphile Worker 0.16.6 does, shared with Node workers.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/base/log.h"
#include "host/queue/migrator.h"
#include "postgres/connection.h"

namespace kongflow::host {

// The private tables used by the task runner have the same shape in revisions 18 (Graphile Worker 0.16) to 20 (0.18).
constexpr int kOldestQueueRevision = 18;
constexpr int kNewestQueueRevision = 20;

// Uses Graphile Worker's bookkeeping: graphile_worker.migrations(id, ts, breaking). Throws postgres::Error, and
// std::runtime_error with a sentence. The connection must outlive the object.
class QueueSchema {
 public:
  explicit QueueSchema(postgres::Connection& connection) : connection_(connection) {}

  // Applies the files 000001.sql … of `sql_dir` above the database's newest revision; Node workers may do so
  // concurrently. Adds our own indexes kongflow_*_jobs_index. Throws for a database with a breaking revision newer than
  // kNewestQueueRevision.
  void up(const std::filesystem::path& sql_dir, Log& log);

  // Drops the schema. Throws while it contains tasks, unless `with_tasks`.
  void drop(bool with_tasks, Log& log);

  std::vector<MigrationStatus> status(const std::filesystem::path& sql_dir) const;

  // The reason why tasks cannot run on this schema, with advice; nullopt when they can.
  std::optional<std::string> not_ready() const;

 private:
  void add_indexes(Log& log);
  struct Revision {
    std::optional<int> newest;
    std::optional<int> newest_breaking;
  };
  std::optional<Revision> revision() const;  // nullopt: no table of migrations
  void install(const std::vector<int>& breaking);
  void apply(int number, bool breaking, const std::string& sql);

  postgres::Connection& connection_;
};

}  // namespace kongflow::host
