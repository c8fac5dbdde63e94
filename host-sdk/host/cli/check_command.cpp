#include <iostream>

#include "host/cli/commands.h"
#include "host/cli/config_argument.h"
#include "host/config/program_paths.h"
#include "host/plugins/plugin_runtime.h"

namespace kongflow::host::cli {
namespace {

void print_values(const OptionValues& values) {
  std::string table;
  const auto print = [&](const Option& option, std::size_t name_begin) {
    const Value* value = values.value(option.name);
    const std::string name = option.name.substr(name_begin);
    if (value == nullptr) {
      std::cout << "# " << name << " is not set\n";
    } else {
      const bool masked = option.secret && *value != Value(std::string());
      std::cout << name << " = " << (masked ? "\"***\"" : toml_text(option, *value)) << '\n';
    }
  };
  for (const auto& option : values.options()) {
    const auto dot = option.name.find('.');
    const std::string next = dot == std::string::npos ? "" : option.name.substr(0, dot);
    if (next != table) std::cout << "\n[" << next << "]\n";
    table = next;
    print(option, dot == std::string::npos ? 0 : dot + 1);
  }
}

void print_plugin(const PluginInstance& plugin) {
  std::cout << "\n[plugins." << plugin.library().id() << "]\npath = \"" << plugin.library().path.string() << "\"\n";
  for (const auto& option : plugin.values().options()) {
    const Value* value = plugin.values().value(option.name);
    if (value == nullptr) {
      std::cout << "# " << option.name << " is not set\n";
    } else {
      std::cout << option.name << " = " << (option.secret ? "\"***\"" : toml_text(option, *value)) << '\n';
    }
  }
}

int check(const Arguments& arguments) {
  const Config config = cli::read_config(arguments);
  Log log = command_log(config.settings);
  PluginRuntime runtime(log);
  Problems problems = config.problems;
  const auto of_plugins = runtime.plugins.load(config, plugin_dir(config.settings));
  problems.insert(problems.end(), of_plugins.begin(), of_plugins.end());
  print_problems(problems);
  if (arguments.has("print")) {
    print_values(config.values);
    for (const auto& plugin : runtime.plugins.all()) print_plugin(*plugin);
  }
  if (!problems.empty()) return 1;
  if (arguments.has("print")) return 0;
  std::cout << config_file(arguments).string() << " is valid; plugins:";
  for (const auto& plugin : runtime.plugins.all())
    std::cout << ' ' << plugin->library().id() << ' ' << plugin->library().descriptor->version;
  std::cout << (runtime.plugins.all().empty() ? " none\n" : "\n");
  return 0;
}

}  // namespace

Command check_command() {
  return {"check",
          "Checks the config file and its plugins; on problems, prints them and exits with status 1.",
          "Opens no connections and starts nothing; safe next to a running host.",
          {},
          {{"print", 0, "", "prints all settings with their values, secrets as ***"}},
          &check};
}

}  // namespace kongflow::host::cli
