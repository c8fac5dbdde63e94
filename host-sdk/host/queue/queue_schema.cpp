#include "host/queue/queue_schema.h"

#include <map>
#include <regex>
#include <stdexcept>

#include "host/database/migration_files.h"

namespace kongflow::host {
namespace fs = std::filesystem;
namespace {

constexpr char kComponent[] = "migrate";
constexpr int kOldestServer = 120000;

constexpr char kUniqueViolation[] = "23505";
constexpr char kDivisionByZero[] = "22012";

constexpr char kServerVersion[] = "select current_setting('server_version_num')::int";
constexpr char kHasBreakingColumn[] = R"(
select exists (select from pg_attribute
  where attrelid = to_regclass('graphile_worker.migrations') and attname = 'breaking' and not attisdropped))";
constexpr char kRevision[] = "select max(id), max(id) filter (where breaking) from graphile_worker.migrations";
// "create schema if not exists" would ask for a right that is needed only when the schema is missing.
constexpr char kInstall[] = R"(
do $$ begin
  if to_regnamespace('graphile_worker') is null then create schema graphile_worker; end if;
end $$;
create table if not exists graphile_worker.migrations (
  id int primary key,
  ts timestamptz not null default now()
);
alter table graphile_worker.migrations add column if not exists breaking boolean not null default false)";
constexpr char kMarkBreaking[] = "update graphile_worker.migrations set breaking = true where id = any($1::int[])";
constexpr char kRecord[] = "insert into graphile_worker.migrations (id, breaking) values ($1, $2)";
constexpr char kNotify[] = "select pg_notify('worker:migrate', $1)";
constexpr char kApplied[] = R"(
select id, to_char(ts at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from graphile_worker.migrations)";
// What Graphile Worker's own indexes do not find. The first is for the console: only permanently failed tasks, and
// those on their last attempt, are ever in it, so it costs the others nothing. The second and third let takes pass over
// tasks of other workers' kinds and over locked queues; each waiting task is in one of them.
constexpr const char* kIndexes[] = {R"(
create index if not exists kongflow_failed_jobs_index on graphile_worker._private_jobs (id)
where attempts >= max_attempts)",
                                    R"(
create index if not exists kongflow_single_jobs_index
on graphile_worker._private_jobs (task_id, priority, run_at, id)
where is_available = true and job_queue_id is null)",
                                    R"(
create index if not exists kongflow_queued_jobs_index
on graphile_worker._private_jobs (job_queue_id, priority, run_at, id) include (task_id)
where is_available = true and job_queue_id is not null)"};
constexpr char kInsufficientPrivilege[] = "42501";
constexpr char kHasTasks[] = "select exists (select from graphile_worker._private_jobs)";
constexpr char kHasTable[] = "select to_regclass('graphile_worker._private_jobs') is not null";
constexpr char kDrop[] = "drop schema if exists graphile_worker cascade";

struct QueueMigration {
  std::string sql;
  bool breaking = false;
};

std::map<int, QueueMigration> read_files(const fs::path& sql_dir) {
  static const std::regex kName("([0-9]{6})\\.sql");
  static const std::regex kSchema(":GRAPHILE_WORKER_SCHEMA\\b");
  std::map<int, QueueMigration> files;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(sql_dir, missing)) {
    const std::string name = entry.path().filename();
    std::smatch number;
    if (!std::regex_match(name, number, kName)) continue;
    const std::string text = read_text_file(entry.path());
    files[std::stoi(number[1])] = {std::regex_replace(text, kSchema, "\"graphile_worker\""),
                                   text.rfind("--! breaking", 0) == 0};
  }
  if (files.empty())
    throw std::runtime_error("The queue's migrations are not in " + sql_dir.string() +
                             ": run npm ci in the folder sql/queue, or set sql_dir.");
  return files;
}

std::string title(int number) {
  return "queue " + std::to_string(number) + " (graphile-worker)";
}

std::string unknown_revision(int number) {
  return "The queue in the database is at Graphile Worker's revision " + std::to_string(number) +
         ", which changed what workers rely on; this host works on revisions " + std::to_string(kOldestQueueRevision) +
         " to " + std::to_string(kNewestQueueRevision) + ": use a newer host.";
}

}  // namespace

std::optional<QueueSchema::Revision> QueueSchema::revision() const {
  if (connection_.execute(kHasBreakingColumn).view(0, 0) != "t") return std::nullopt;
  const auto rows = connection_.execute(kRevision);
  Revision result;
  if (!rows.is_null(0, 0)) result.newest = static_cast<int>(rows.integer(0, 0));
  if (!rows.is_null(0, 1)) result.newest_breaking = static_cast<int>(rows.integer(0, 1));
  return result;
}

void QueueSchema::install(const std::vector<int>& breaking) {
  std::string numbers = "{";
  for (const int number : breaking) numbers += (numbers.size() > 1 ? "," : "") + std::to_string(number);
  connection_.execute_script(kInstall);
  connection_.execute(kMarkBreaking, {numbers + "}"});
}

void QueueSchema::apply(int number, bool breaking, const std::string& sql) {
  postgres::Transaction transaction(connection_.native());
  try {
    connection_.execute(kRecord, {std::to_string(number), breaking ? "true" : "false"});
  } catch (const postgres::Error& error) {
    if (error.sqlstate() == kUniqueViolation) return;  // a real worker applies it at this moment
    throw;
  }
  try {
    connection_.execute_script(sql);
  } catch (const postgres::Error& error) {
    if (number == 11 && error.sqlstate() == kDivisionByZero)
      throw std::runtime_error(
          "Tasks are running, and the queue's migration 11 needs none to: stop every worker on this "
          "database, then migrate again.");
    throw postgres::Error("The migration " + title(number) + " failed and left nothing behind: " + error.what(),
                          error.sqlstate());
  }
  connection_.execute(kNotify, {"{\"migrationNumber\":" + std::to_string(number) +
                                ",\"breaking\":" + (breaking ? "true" : "false") + "}"});
  transaction.commit();
}

void QueueSchema::up(const fs::path& sql_dir, Log& log) {
  const auto files = read_files(sql_dir);
  if (connection_.execute(kServerVersion).integer(0, 0) < kOldestServer)
    throw std::runtime_error("The queue needs PostgreSQL 12 or newer.");
  auto found = revision();
  if (!found) {
    std::vector<int> breaking;
    for (const auto& [number, file] : files)
      if (file.breaking) breaking.push_back(number);
    install(breaking);
    found = revision();
  }
  if (found->newest_breaking.value_or(0) > kNewestQueueRevision)
    throw std::runtime_error(unknown_revision(*found->newest_breaking));
  for (const auto& [number, file] : files) {
    if (found->newest && number <= *found->newest) continue;
    apply(number, file.breaking, file.sql);
    log.info(kComponent, "Applied " + title(number));
  }
  if (found->newest.value_or(0) > kNewestQueueRevision)
    log.warning(kComponent, "The queue in the database is newer than this host knows, but says that it is compatible",
                {{"revision", std::to_string(*found->newest)}});
  add_indexes(log);
}

void QueueSchema::add_indexes(Log& log) {
  if (connection_.execute(kHasTable).view(0, 0) != "t") return;  // a real worker is still migrating
  try {
    for (const char* index : kIndexes) connection_.execute(index);
  } catch (const postgres::Error& error) {
    if (error.sqlstate() != kInsufficientPrivilege) throw;
    log.warning(kComponent,
                "Tasks are taken and found more slowly: only the owner of the queue's tables may add indexes to them",
                {{"error", error.what()}});
  }
}

void QueueSchema::drop(bool with_tasks, Log& log) {
  postgres::Transaction transaction(connection_.native());
  if (!with_tasks && connection_.execute(kHasTable).view(0, 0) == "t" &&
      connection_.execute(kHasTasks).view(0, 0) == "t")
    throw std::runtime_error(
        "The queue still holds tasks, which would be lost with it: wait until workers finish them, or ask "
        "for the queue to be dropped with its tasks.");
  connection_.execute(kDrop);
  transaction.commit();
  log.info(kComponent, "Dropped the queue's schema graphile_worker");
}

std::vector<MigrationStatus> QueueSchema::status(const fs::path& sql_dir) const {
  std::map<int, std::optional<std::string>> applied_at;
  for (const auto& [number, file] : read_files(sql_dir)) applied_at[number] = std::nullopt;
  const auto found = revision();
  if (found) {
    const auto rows = connection_.execute(kApplied);
    for (int row = 0; row < rows.size(); ++row) applied_at[static_cast<int>(rows.integer(row, 0))] = rows.text(row, 1);
  }
  std::vector<MigrationStatus> result;
  for (const auto& [number, when] : applied_at) {
    MigrationStatus status{"queue", number, "graphile-worker", when, std::nullopt};
    if (found && number == found->newest_breaking && number > kNewestQueueRevision)
      status.problem = unknown_revision(number);
    result.push_back(std::move(status));
  }
  return result;
}

std::optional<std::string> QueueSchema::not_ready() const {
  const auto found = revision();
  if (!found || found->newest.value_or(0) < kOldestQueueRevision)
    return "The queue in the database is not migrated (it is at revision " +
           std::to_string(found ? found->newest.value_or(0) : 0) + ", this host needs " +
           std::to_string(kOldestQueueRevision) + "): run kongflow-host migrate up.";
  if (found->newest_breaking.value_or(0) > kNewestQueueRevision) return unknown_revision(*found->newest_breaking);
  return std::nullopt;
}

}  // namespace kongflow::host
