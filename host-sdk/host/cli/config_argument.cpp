#include "host/cli/config_argument.h"

#include <iostream>
#include <stdexcept>

#include "host/base/data_owner.h"
#include "host/config/program_paths.h"

namespace kongflow::host::cli {

std::filesystem::path config_file(const Arguments& arguments) {
  if (const auto named = arguments.value("config")) return *named;
  for (const char* usual : {"kongflow.toml", "/etc/kongflow/kongflow.toml"})
    if (std::filesystem::exists(usual)) return usual;
  throw std::runtime_error(
      "there is no config file: neither ./kongflow.toml nor /etc/kongflow/kongflow.toml; name one with --config FILE");
}

Config read_config(const Arguments& arguments) {
  return host::read_config(config_file(arguments), arguments.values("set"));
}

Config read_good_config(const Arguments& arguments) {
  Config config = cli::read_config(arguments);
  if (config.problems.empty()) return config;
  print_problems(config.problems);
  throw std::runtime_error("the configuration has problems");
}

Config read_config_to_work(const Arguments& arguments) {
  Config config = read_good_config(arguments);
  std::vector<std::filesystem::path> needed{sql_dir(config.settings)};
  if (!config.plugins.empty()) needed.push_back(plugin_dir(config.settings));
  if (config.settings.console.enabled) needed.push_back(console_dir(config.settings));
  become_owner_of(config.settings.data_dir, needed);
  return config;
}

void print_problems(const Problems& problems) {
  for (const auto& problem : problems) std::cerr << problem.text() << '\n';
}

Log command_log(const Settings& settings) {
  return {std::cerr, std::max(settings.log.level, LogLevel::warning), LogFormat::text};
}

}  // namespace kongflow::host::cli
