#include <boost/json.hpp>
#include <iostream>

#include "host/cli/commands.h"
#include "host/cli/config_argument.h"
#include "host/cli/table.h"
#include "host/config/program_paths.h"
#include "host/plugins/plugin_runtime.h"

namespace kongflow::host::cli {
namespace {

constexpr std::chrono::seconds kStopTimeout{10};

std::vector<std::string> tasks_of(const PluginRuntime& runtime, const std::string& owner) {
  std::vector<std::string> out;
  for (const auto& [identifier, handler] : runtime.tasks.all())
    if (handler.owner == owner) out.push_back(identifier);
  return out;
}

std::vector<std::string> routes_of(const PluginRuntime& runtime, const std::string& owner) {
  std::vector<std::string> out;
  for (const auto& route : runtime.routes.all())
    if (route.owner == owner) out.push_back(route.method + " " + route.pattern);
  return out;
}

boost::json::value described(const PluginRuntime& runtime, const PluginLibrary& library) {
  return {{"id", library.id()},
          {"name", library.descriptor->name},
          {"version", library.descriptor->version},
          {"abi", library.abi()},
          {"build", library.descriptor->build},
          {"path", library.path.string()},
          {"tasks", boost::json::value_from(tasks_of(runtime, library.id()))},
          {"routes", boost::json::value_from(routes_of(runtime, library.id()))}};
}

void print_as_table(const PluginRuntime& runtime) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& plugin : runtime.plugins.all()) {
    const PluginLibrary& library = plugin->library();
    const auto tasks = tasks_of(runtime, library.id()), routes = routes_of(runtime, library.id());
    for (std::size_t i = 0; i < std::max<std::size_t>({1, tasks.size(), routes.size()}); ++i) {
      const std::string task = i < tasks.size() ? tasks[i] : "", route = i < routes.size() ? routes[i] : "";
      if (i == 0) {
        rows.push_back(
            {library.id(), library.descriptor->version, library.abi(), library.descriptor->build, task, route});
      } else {
        rows.push_back({"", "", "", "", task, route});
      }
    }
  }
  print_table(std::cout, {"PLUGIN", "VERSION", "ABI", "BUILD", "TASKS", "ROUTES"}, rows);
}

int plugins(const Arguments& arguments) {
  const Config config = read_good_config(arguments);
  Log log = command_log(config.settings);
  PluginRuntime runtime(log);
  Problems problems = runtime.plugins.load(config, plugin_dir(config.settings));
  for (const auto& problem : runtime.plugins.start()) problems.push_back({{"start", 0, 0}, problem});

  if (arguments.has("json")) {
    boost::json::array all;
    for (const auto& plugin : runtime.plugins.all()) all.push_back(described(runtime, plugin->library()));
    std::cout << boost::json::serialize(all) << '\n';
  } else {
    print_as_table(runtime);
  }
  print_problems(problems);
  runtime.plugins.drain();
  runtime.plugins.stop(kStopTimeout);
  return problems.empty() ? 0 : 1;
}

}  // namespace

Command plugins_command() {
  return {"plugins",
          "Lists the plugins of the config file: id, version, ABI, build, tasks and routes.",
          "Starts them without a database and a listener. When a plugin is rejected, prints the reason and exits with "
          "status 1.",
          {},
          {{"json", 0, "", "prints one JSON array"}},
          &plugins};
}

}  // namespace kongflow::host::cli
