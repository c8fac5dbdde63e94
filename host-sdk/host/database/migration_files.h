// The migrations of one set as they are on disk.
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

// Every NNN_name.up.sql of the folder with its NNN_name.down.sql, by number. Throws std::runtime_error with a sentence
// when the folder or a down file is missing, a name has another form, or two files share a number.
std::vector<MigrationFile> read_migration_files(const std::filesystem::path& folder);

// What is executed one after the other. Usually that is the whole script, which runs in a transaction with the record
// of it. A script whose first line is "-- no transaction" consists of statements between lines "-- next", each of which
// commits by itself, for what must not hold locks on a filled database; it may be run again after a failure.
struct MigrationSteps {
  bool in_transaction = true;
  std::vector<std::string> scripts;
};
MigrationSteps migration_steps(const std::string& script);

// The text of a file. Throws std::runtime_error.
std::string read_text_file(const std::filesystem::path& file);

}  // namespace kongflow::host
