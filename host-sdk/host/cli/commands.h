// The commands of kongflow-host, one source file each. They return the exit status and throw std::runtime_error with a
// sentence, which main() prints.
#pragma once

#include <vector>

#include "host/cli/arguments.h"

namespace kongflow::host::cli {

Command run_command();
Command check_command();
Command plugins_command();
Command validate_command();
Command reference_command();
Command migrate_up_command();
Command migrate_down_command();
Command migrate_status_command();
Command env_create_command();
Command env_list_command();
Command tasks_command();
Command console_password_command();
Command version_command();

const std::vector<Command>& all_commands();

// Runs the program; returns the exit status: 0 success, 1 failure, 2 invalid usage.
int main(int argc, char** argv);

}  // namespace kongflow::host::cli
