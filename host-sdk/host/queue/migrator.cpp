#include "host/queue/migrator.h"

#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include "host/database/migration_set.h"
#include "host/queue/queue_schema.h"
#include "postgres/platform_session.h"

namespace kongflow::host {
namespace fs = std::filesystem;
namespace {

constexpr char kPlatform[] = "platform";
constexpr char kEndpoints[] = "endpoints";

constexpr std::chrono::milliseconds kLockPoll{100};
constexpr std::chrono::seconds kWaitReport{30};

// One key for every migrator of a database; released with the connection.
constexpr char kTryLock[] = "select pg_try_advisory_lock(7233170921446113901)";

constexpr char kLockHolder[] = R"(
select activity.pid, coalesce(host(activity.client_addr), 'local'), activity.application_name
from pg_locks as locks join pg_stat_activity as activity on activity.pid = locks.pid
where locks.locktype = 'advisory' and locks.granted and locks.objsubid = 1
  and locks.database = (select oid from pg_database where datname = current_database())
  and (locks.classid::bigint << 32) + locks.objid::bigint = 7233170921446113901)";

// Names are quoted for SQL. The last two: tables may be created in the schema, and the queue's schema exists or may be
// created.
constexpr char kRights[] = R"(
select quote_ident(current_user), quote_ident(current_database()), coalesce(quote_ident(current_schema()), ''),
       has_schema_privilege(current_schema(), 'create'),
       to_regnamespace('graphile_worker') is not null or has_database_privilege(current_database(), 'create'))";

void append(std::vector<MigrationStatus>& to, std::vector<MigrationStatus> more) {
  for (auto& entry : more) to.push_back(std::move(entry));
}

std::vector<MigrationStatus> own_status(postgres::Connection& connection, const char* set, const fs::path& sql_dir) {
  return MigrationSet(connection, set, sql_dir).status();
}

void report_wait(postgres::Connection& connection, Log& log) {
  const auto holders = connection.execute(kLockHolder);
  if (holders.empty()) return;  // it has just ended
  log.info("database", "Waiting for another migrator of this database",
           {{"pid", holders.text(0, 0)}, {"address", holders.text(0, 1)}, {"application", holders.text(0, 2)}});
}

// The first migrator of a database makes a table in the first schema of its search path, and the queue's schema.
void require_rights(postgres::Connection& connection) {
  const auto rows = connection.execute(kRights);
  const std::string role = rows.text(0, 0), database = rows.text(0, 1), schema = rows.text(0, 2);
  std::string advice;
  if (schema.empty()) advice += " create schema " + role + " authorization " + role + ";";
  if (!schema.empty() && rows.view(0, 3) != "t") advice += " grant create on schema " + schema + " to " + role + ";";
  if (rows.view(0, 4) != "t") advice += " create schema graphile_worker authorization " + role + ";";
  if (!advice.empty())
    throw std::runtime_error("The role " + role + " may not create the platform's tables in the database " + database +
                             ". Ask the database's owner to run there:" + advice);
}

}  // namespace

Migrator::Migrator(std::string connection_string, fs::path sql_dir, Log& log)
    : connection_string_(std::move(connection_string)), sql_dir_(std::move(sql_dir)), log_(log), stop_(nullptr) {}

Migrator::Migrator(std::string connection_string, fs::path sql_dir, Log& log, const StopRequest& stop)
    : connection_string_(std::move(connection_string)), sql_dir_(std::move(sql_dir)), log_(log), stop_(&stop) {}

postgres::Connection Migrator::open_locked() const {
  auto connection = postgres::Connection::open(connection_string_);
  auto report_at = std::chrono::steady_clock::now();
  while (connection.execute(kTryLock).view(0, 0) != "t") {
    if (stop_ != nullptr) stop_->check();
    if (const auto now = std::chrono::steady_clock::now(); now >= report_at) {
      report_wait(connection, log_);
      report_at = now + kWaitReport;
    }
    std::this_thread::sleep_for(kLockPoll);
  }
  postgres::set_statement_limit(connection.native(), postgres::no_statement_limit);
  connection.execute("select set_config('statement_timeout', '0', false)");  // a database's default may be shorter
  postgres::prepare_session(connection.native());  // another migrator may have chosen the schema meanwhile
  return connection;
}

fs::path Migrator::queue_dir() const {
  const fs::path fetched = sql_dir_ / "queue/node_modules/graphile-worker/sql";
  return fs::is_directory(fetched) ? fetched : sql_dir_ / "queue";
}

bool Migrator::has_endpoints() const {
  return fs::is_directory(sql_dir_ / kEndpoints);
}

void Migrator::up() {
  auto connection = open_locked();
  MigrationSet platform(connection, kPlatform, sql_dir_);
  std::optional<MigrationSet> endpoints;
  if (has_endpoints()) endpoints.emplace(connection, kEndpoints, sql_dir_);
  if (!MigrationSet::prepared(connection)) {
    require_rights(connection);
    MigrationSet::prepare(connection);
  }
  platform.up(log_);
  QueueSchema(connection).up(queue_dir(), log_);
  if (endpoints) endpoints->up(log_);
}

void Migrator::down(const std::string& set, int to) {
  if (set != kPlatform && set != kEndpoints)
    throw std::runtime_error("There is no set of migrations " + set + " that can be reverted: name " + kPlatform +
                             " or " + kEndpoints + ".");
  auto connection = open_locked();
  if (set == kPlatform && MigrationSet::any_applied(connection, kEndpoints))
    throw std::runtime_error("The endpoints' tables refer to the platform's: revert the set endpoints first.");
  MigrationSet(connection, set, sql_dir_).down(to, log_);
}

void Migrator::drop_queue(bool with_tasks) {
  auto connection = open_locked();
  QueueSchema(connection).drop(with_tasks, log_);
}

std::vector<MigrationStatus> Migrator::status() {
  auto connection = postgres::Connection::open(connection_string_);
  auto all = own_status(connection, kPlatform, sql_dir_);
  append(all, QueueSchema(connection).status(queue_dir()));
  if (has_endpoints()) append(all, own_status(connection, kEndpoints, sql_dir_));
  return all;
}

std::optional<std::string> Migrator::not_ready() {
  auto connection = postgres::Connection::open(connection_string_);
  for (const char* set : {kPlatform, kEndpoints}) {
    if (set == kEndpoints && !has_endpoints()) continue;
    for (const auto& entry : own_status(connection, set, sql_dir_)) {
      if (entry.problem) return entry.problem;
      if (!entry.applied_at)
        return "The database lacks migrations of the set " + std::string(set) + ": run kongflow-host migrate up.";
    }
  }
  return QueueSchema(connection).not_ready();
}

}  // namespace kongflow::host
