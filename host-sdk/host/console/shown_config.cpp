#include "host/console/shown_config.h"

#include <algorithm>
#include <utility>

namespace kongflow::host {

void ShownConfig::set(const Config& config, const PluginRegistry& plugins) {
  Parts parts{config.file, config.overrides, config.values, {}};
  for (const auto& plugin : plugins.all()) {
    const PluginLibrary& library = plugin->library();
    parts.plugins.push_back({library.id(), library.descriptor->name, library.descriptor->version,
                             library.descriptor->build, library.abi(), library.path.string(), plugin->values()});
  }
  const std::lock_guard lock(mutex_);
  parts_ = std::move(parts);
}

ShownConfig::Parts ShownConfig::get() const {
  const std::lock_guard lock(mutex_);
  return parts_;
}

std::vector<std::string> problems_now(const ShownConfig::Parts& running) {
  Config config = read_config(running.file, running.overrides);
  for (const PluginTable& table : config.plugins) {
    const auto plugin = std::find_if(running.plugins.begin(), running.plugins.end(),
                                     [&](const ShownConfig::Plugin& one) { return one.id == table.id; });
    if (table.enabled && plugin != running.plugins.end())
      check_plugin_table(table, plugin->values.options(), config.problems);
  }
  std::vector<std::string> sentences;
  for (const Problem& problem : config.problems) sentences.push_back(problem.text());
  return sentences;
}

}  // namespace kongflow::host
