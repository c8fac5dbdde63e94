#include "host/database/migration_set.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace kongflow::host {
namespace {

constexpr char kComponent[] = "migrate";

constexpr char kPrepare[] = R"(
create table kongflow_migrations (
  set text not null,
  number integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default now(),
  primary key (set, number)
))";

constexpr char kExists[] = "select to_regclass('kongflow_migrations') is not null";

constexpr char kApplied[] = R"(
select number, name, checksum, to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
from kongflow_migrations where set = $1)";

constexpr char kRecord[] = "insert into kongflow_migrations (set, number, name, checksum) values ($1, $2, $3, $4)";

constexpr char kForget[] = "delete from kongflow_migrations where set = $1 and number = $2";

std::string title(const std::string& set, int number, const std::string& name) {
  const std::string digits = std::to_string(number);
  return set + " " + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits + " (" + name + ")";
}

// Runs `script`, then `record`, in one transaction unless the script opts out. Errors name the failed migration.
template <class Record>
void run_script(postgres::Connection& connection, const std::string& what, const std::string& script, Record record) {
  const MigrationSteps steps = migration_steps(script);
  try {
    std::optional<postgres::Transaction> transaction;
    if (steps.in_transaction) transaction.emplace(connection.native());
    for (const std::string& step : steps.scripts) connection.execute_script(step);
    record();
    if (transaction) transaction->commit();
  } catch (const postgres::Error& error) {
    throw postgres::Error("The migration " + what + " failed and " +
                              (steps.in_transaction ? "left nothing behind: " : "is run again by the next attempt: ") +
                              error.what(),
                          error.sqlstate());
  }
}

// Logs warnings of scripts during its lifetime; sessions drop them otherwise.
class WarningsToLog {
 public:
  WarningsToLog(postgres::Connection& connection, Log& log)
      : connection_(connection.native()), before_(PQsetNoticeReceiver(connection_, receive, &log)) {}
  ~WarningsToLog() { PQsetNoticeReceiver(connection_, before_, nullptr); }
  WarningsToLog(const WarningsToLog&) = delete;
  WarningsToLog& operator=(const WarningsToLog&) = delete;

 private:
  static void receive(void* log, const PGresult* notice) {
    const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char* text = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    if (severity != nullptr && text != nullptr && severity == std::string_view("WARNING"))
      static_cast<Log*>(log)->warning(kComponent, text);
  }

  PGconn* connection_;
  PQnoticeReceiver before_;
};

}  // namespace

MigrationSet::MigrationSet(postgres::Connection& connection, std::string name, const std::filesystem::path& sql_dir)
    : connection_(connection), name_(std::move(name)), files_(read_migration_files(sql_dir / name_)) {}

bool MigrationSet::prepared(postgres::Connection& connection) {
  return connection.execute(kExists).view(0, 0) == "t";
}

void MigrationSet::prepare(postgres::Connection& connection) {
  connection.execute(kPrepare);
}

std::map<int, MigrationSet::Applied> MigrationSet::applied(postgres::Connection& connection, const std::string& name) {
  std::map<int, Applied> result;
  if (!prepared(connection)) return result;
  const auto rows = connection.execute(kApplied, {name});
  for (int row = 0; row < rows.size(); ++row)
    result.emplace(static_cast<int>(rows.integer(row, 0)),
                   Applied{rows.text(row, 1), rows.text(row, 2), rows.text(row, 3)});
  return result;
}

bool MigrationSet::any_applied(postgres::Connection& connection, const std::string& name) {
  return !applied(connection, name).empty();
}

std::vector<MigrationStatus> MigrationSet::status() const {
  auto rows = applied(connection_, name_);
  std::vector<MigrationStatus> result;
  for (const auto& file : files_) {
    MigrationStatus status{name_, file.number, file.name, std::nullopt, std::nullopt};
    if (const auto row = rows.extract(file.number)) {
      status.applied_at = row.mapped().applied_at;
      if (row.mapped().checksum != file.checksum)
        status.problem = "The file of migration " + title(name_, file.number, file.name) +
                         " changed after it was applied: restore the file, and put the change into a new migration.";
    }
    result.push_back(std::move(status));
  }
  for (const auto& [number, row] : rows)
    result.push_back({name_, number, row.name, row.applied_at,
                      "The database has the migration " + title(name_, number, row.name) +
                          ", which this version does not contain: use the version that applied it, or a newer one."});
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  return result;
}

void MigrationSet::refuse_problems() const {
  for (const auto& entry : status())
    if (entry.problem) throw std::runtime_error(*entry.problem);
}

void MigrationSet::up(Log& log) {
  refuse_problems();
  const auto done = applied(connection_, name_);
  const WarningsToLog warnings(connection_, log);
  for (const auto& file : files_) {
    if (done.count(file.number) != 0) continue;
    const std::string what = title(name_, file.number, file.name);
    if (!migration_steps(file.up).in_transaction)
      log.info(kComponent, "Applying " + what + ": it may take minutes; running hosts are not blocked");
    run_script(connection_, what, file.up, [&] {
      connection_.execute(kRecord, {name_, std::to_string(file.number), file.name, file.checksum});
    });
    log.info(kComponent, "Applied " + what);
  }
}

void MigrationSet::down(int to, Log& log) {
  refuse_problems();
  const auto done = applied(connection_, name_);
  for (auto file = files_.rbegin(); file != files_.rend() && file->number > to; ++file) {
    if (done.count(file->number) == 0) continue;
    const std::string what = title(name_, file->number, file->name);
    run_script(connection_, what, file->down, [&] {
      connection_.execute(kForget, {name_, std::to_string(file->number)});
    });
    log.info(kComponent, "Reverted " + what);
  }
}

}  // namespace kongflow::host
