// The schema graphile_worker: applied as Graphile Worker 0.16.6 applies it, shared with workers of Node.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/base/log.h"
#include "host/queue/migrator.h"
#include "postgres/connection.h"

namespace kongflow::host {

// The private tables that the task runner works on have one shape from 18 (Graphile Worker 0.16) to 20 (0.18).
constexpr int kOldestQueueRevision = 18;
constexpr int kNewestQueueRevision = 20;

// Bookkeeping is Graphile Worker's own: graphile_worker.migrations(id, ts, breaking). Throws postgres::Error, and
// std::runtime_error with a sentence. The connection outlives the object.
class QueueSchema {
 public:
  explicit QueueSchema(postgres::Connection& connection) : connection_(connection) {}

  // Applies the files 000001.sql … of `sql_dir` above the database's newest revision; real workers may do so at the
  // same time. Adds indexes of our own, kongflow_*_jobs_index. Refuses a database with a newer breaking revision
  // than kNewestQueueRevision.
  void up(const std::filesystem::path& sql_dir, Log& log);

  // Drops the schema. Refuses while it holds tasks unless `with_tasks`.
  void drop(bool with_tasks, Log& log);

  std::vector<MigrationStatus> status(const std::filesystem::path& sql_dir) const;

  // Why tasks cannot be run on this schema, and what to do.
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
