// Reads the migration files of one set.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kongflow::host {

struct MigrationFile {
  int number = 0;
  std::string name;      // "005_endpoints.up.sql": "endpoints"
  std::string up;        // SQL
  std::string down;      // SQL
  std::string checksum;  // SHA-256 of `up`, hexadecimal
};

// All NNN_name.up.sql files of the folder with their NNN_name.down.sql, ordered by number. Throws std::runtime_error
// with a sentence when the folder or a down file is missing, a file name is invalid, or two files share a number.
std::vector<MigrationFile> read_migration_files(const std::filesystem::path& folder);

// The statements of a migration script. Usually the whole script is one step and runs in one transaction with its
// record. A script whose first line is "-- no transaction" consists of steps between lines "-- next", each committed
// separately, for statements that must not hold locks on a filled database. Such a script must be safe to run again
// after a failure.
struct MigrationSteps {
  bool in_transaction = true;
  std::vector<std::string> scripts;
};
MigrationSteps migration_steps(const std::string& script);

// Reads a text file. Throws std::runtime_error.
std::string read_text_file(const std::filesystem::path& file);

}  // namespace kongflow::host
