#include <charconv>
#include <iostream>

#include "host/cli/commands.h"
#include "host/cli/config_argument.h"
#include "host/cli/table.h"
#include "host/config/program_paths.h"
#include "host/database/platform_database.h"
#include "host/queue/migrator.h"

namespace kongflow::host::cli {
namespace {

template <class Work>
int with_migrator(const Arguments& arguments, Work&& work) {
  const Config config = read_config_to_work(arguments);
  Log log(std::cerr, config.settings.log.level, LogFormat::text);
  PlatformDatabase database(config.settings, PlatformDatabase::Use::share, log);
  Migrator migrator(database.connection_string(), sql_dir(config.settings), log);
  return work(migrator);
}

int up(const Arguments& arguments) {
  return with_migrator(arguments, [](Migrator& migrator) {
    migrator.up();
    std::cout << "the database is up to date\n";
    return 0;
  });
}

// The number of the migration before the newest applied one.
int one_below_newest(Migrator& migrator, const std::string& set) {
  int newest = 0, below = 0;
  for (const auto& migration : migrator.status())
    if (migration.set == set && migration.applied_at) {
      below = newest;
      newest = migration.number;
    }
  return below;
}

int number_of(const std::string& text) {
  int number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size() || number < 0)
    throw UsageError("--to must be the number of a migration, or 0 to revert all");
  return number;
}

int down(const Arguments& arguments) {
  const std::string set = *arguments.operand(0);
  if (set != "endpoints" && set != "platform" && set != "queue")
    throw UsageError("\"" + set + "\" must be endpoints, platform or queue");
  constexpr int one_step = -1;
  const auto typed = arguments.value("to");
  const int to = typed ? number_of(*typed) : one_step;
  if (set == "queue" && typed)
    throw UsageError("--to is not allowed for the queue, whose migrations are reverted together");
  if (set != "queue" && arguments.has("with-tasks")) throw UsageError("--with-tasks is allowed only for the queue");
  return with_migrator(arguments, [&](Migrator& migrator) {
    if (set == "queue") {
      migrator.drop_queue(arguments.has("with-tasks"));
    } else {
      migrator.down(set, to == one_step ? one_below_newest(migrator, set) : to);
    }
    return 0;
  });
}

int status(const Arguments& arguments) {
  return with_migrator(arguments, [](Migrator& migrator) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& migration : migrator.status())
      rows.push_back({migration.set, std::to_string(migration.number), migration.name,
                      migration.applied_at.value_or("pending"), migration.problem.value_or("")});
    print_table(std::cout, {"SET", "NUMBER", "NAME", "APPLIED", "PROBLEM"}, rows);
    const auto reason = migrator.not_ready();
    if (reason) std::cerr << *reason << '\n';
    return reason ? 1 : 0;
  });
}

}  // namespace

Command migrate_up_command() {
  return {"migrate up",
          "Migrates the database to the schema of this version.",
          "Safe next to a running host. Idempotent.",
          {},
          {},
          &up};
}

Command migrate_down_command() {
  return {"migrate down",
          "Reverts migrations, newest first. The data in their tables is lost.",
          "",
          {{"SET", "endpoints, platform or queue"}},
          {{"to", 0, "NUMBER", "reverts all migrations above this number (0: all); default: only the newest"},
           {"with-tasks", 0, "", "removes the queue even when it contains tasks"}},
          &down};
}

Command migrate_status_command() {
  return {
      "migrate status", "Lists all migrations; exit status 1 when the host cannot work on the database.", "", {}, {},
      &status};
}

}  // namespace kongflow::host::cli
