// The config file that a command line names.
#pragma once

#include <filesystem>

#include "host/cli/arguments.h"
#include "host/config/config.h"

namespace kongflow::host::cli {

// --config, else ./kongflow.toml, else /etc/kongflow/kongflow.toml. Throws std::runtime_error when there is none.
std::filesystem::path config_file(const Arguments& arguments);

// With --set applied. May have problems.
Config read_config(const Arguments& arguments);

// Prints the problems, one a line, and throws std::runtime_error when there is one. Plugins are not looked at.
Config read_good_config(const Arguments& arguments);

// As read_good_config(), for commands that work in data_dir or on the database: as root, the process becomes the owner
// of data_dir.
Config read_config_to_work(const Arguments& arguments);

void print_problems(const Problems& problems);

// For the log of a command that talks to people: text on standard error.
Log command_log(const Settings& settings);

}  // namespace kongflow::host::cli
