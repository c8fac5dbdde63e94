// Reads the config file that a command line selects.
#pragma once

#include <filesystem>

#include "host/cli/arguments.h"
#include "host/config/config.h"

namespace kongflow::host::cli {

// --config, else ./kongflow.toml, else /etc/kongflow/kongflow.toml. Throws std::runtime_error when there is none.
std::filesystem::path config_file(const Arguments& arguments);

// Reads the file and applies --set. The result may have problems.
Config read_config(const Arguments& arguments);

// Prints the problems, one per line, and throws std::runtime_error when there are any. Does not check plugins.
Config read_good_config(const Arguments& arguments);

// As read_good_config(), for commands that use data_dir or the database. As root, the process switches to the owner of
// data_dir.
Config read_config_to_work(const Arguments& arguments);

void print_problems(const Problems& problems);

// The log of an interactive command: text on standard error.
Log command_log(const Settings& settings);

}  // namespace kongflow::host::cli
