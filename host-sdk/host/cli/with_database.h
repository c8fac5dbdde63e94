// Database access for commands that read or write the platform's tables.
#pragma once

#include <stdexcept>

#include "host/cli/config_argument.h"
#include "host/config/program_paths.h"
#include "host/database/platform_database.h"
#include "host/queue/migrator.h"
#include "postgres/connection.h"

namespace kongflow::host::cli {

// Calls `work` with a connection to the configured database. Starts and migrates the embedded database when it is used.
// Throws std::runtime_error with a sentence when the schema is not ready.
template <class Work>
int with_database(const Arguments& arguments, Work&& work) {
  const Config config = read_config_to_work(arguments);
  Log log = command_log(config.settings);
  PlatformDatabase database(config.settings, PlatformDatabase::Use::share, log);
  Migrator migrator(database.connection_string(), sql_dir(config.settings), log);
  if (database.embedded()) migrator.up();
  if (const auto reason = migrator.not_ready()) throw std::runtime_error(*reason);
  auto connection = postgres::Connection::open(database.connection_string());
  return work(connection);
}

}  // namespace kongflow::host::cli
