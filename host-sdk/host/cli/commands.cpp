#include "host/cli/commands.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "host/base/version.h"
#include "host/config/nearest.h"
#include "host/database/error_advice.h"
#include "kongflow/abi/types.h"

namespace kongflow::host::cli {
namespace {

constexpr int kUsageStatus = 2;

int print_version(const Arguments&) {
  std::cout << kProgramName << ' ' << kProgramVersion << " (plugin ABI " << KF_ABI_MAJOR << '.' << KF_ABI_MINOR
            << ")\n";
  return 0;
}

std::vector<std::string> words_of(const std::string& name) {
  const auto space = name.find(' ');
  if (space == std::string::npos) return {name};
  return {name.substr(0, space), name.substr(space + 1)};
}

// Finds the command at the start of `words` and removes its words.
const Command* take_command(std::vector<std::string>& words) {
  for (const auto& command : all_commands()) {
    const auto name = words_of(command.name);
    if (words.size() < name.size() || !std::equal(name.begin(), name.end(), words.begin())) continue;
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(name.size()));
    return &command;
  }
  return nullptr;
}

std::vector<Command> commands_of_group(const std::string& group) {
  std::vector<Command> out;
  for (const auto& command : all_commands())
    if (command.name.compare(0, group.size() + 1, group + " ") == 0) out.push_back(command);
  return out;
}

bool asks_for_help(const std::string& word) {
  return word == "--help" || word == "-h" || word == "help";
}

int without_command(const std::vector<std::string>& words) {
  if (words.empty() || asks_for_help(words.front())) {
    (words.empty() ? std::cerr : std::cout) << help(all_commands());
    return words.empty() ? kUsageStatus : 0;
  }
  const auto group = commands_of_group(words.front());
  if (!group.empty() && words.size() > 1 && asks_for_help(words[1])) {
    std::cout << help(group);
    return 0;
  }
  std::vector<std::string> names;
  for (const auto& command : all_commands()) names.push_back(command.name);
  std::string typed = words.front();
  if (!group.empty() && words.size() > 1) typed += " " + words[1];
  if (group.empty() || words.size() > 1) {
    std::cerr << "kongflow-host: unknown command \"" << typed << "\"" << suggestion(typed, names) << '\n';
  } else {
    std::cerr << help(group);
  }
  return kUsageStatus;
}

// Keeps standard descriptors open: a file or socket that reused the number of a closed one would receive the log and
// the output of commands.
void open_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(descriptor, F_GETFD) < 0 && ::open("/dev/null", O_RDWR) != descriptor) std::_Exit(1);
}

int run(const Command& command, const std::vector<std::string>& words) {
  try {
    const Arguments arguments = parse(command, words);
    if (arguments.has("help")) {
      std::cout << help(command);
      return 0;
    }
    const int status = command.run(arguments);
    if (!std::cout.flush()) throw std::runtime_error("cannot write the output; is the disk full?");
    return status;
  } catch (const UsageError& error) {
    std::cerr << "kongflow-host " << command.name << ": " << error.what() << "\nTry: kongflow-host " << command.name
              << " --help\n";
    return kUsageStatus;
  } catch (const std::exception& error) {
    std::cerr << "kongflow-host " << command.name << ": " << with_advice(error) << '\n';
    return 1;
  }
}

}  // namespace

Command version_command() {
  return {"version", "Prints the version of the host and of its ABI.", "", {}, {}, &print_version};
}

const std::vector<Command>& all_commands() {
  static const std::vector<Command> commands{
      run_command(),        check_command(),      plugins_command(),      validate_command(),
      reference_command(),  migrate_up_command(), migrate_down_command(), migrate_status_command(),
      env_create_command(), env_list_command(),   tasks_command(),        console_password_command(),
      version_command()};
  return commands;
}

int main(int argc, char** argv) {
  open_standard_descriptors();
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  if (words.size() == 1 && words.front() == "--version") words.front() = "version";
  const Command* command = take_command(words);
  return command == nullptr ? without_command(words) : run(*command, words);
}

}  // namespace kongflow::host::cli
