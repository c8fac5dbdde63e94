#include "host/plugins/plugin_registry.h"

#include <algorithm>

namespace kongflow::host {
PluginRegistry::~PluginRegistry() {
  while (!plugins_.empty()) plugins_.pop_back();
}

PluginInstance* PluginRegistry::find(const std::string& id) const {
  for (const auto& plugin : plugins_)
    if (plugin->library().id() == id) return plugin.get();
  return nullptr;
}

Problems PluginRegistry::load(const Config& config, const std::filesystem::path& plugin_dir) {
  Problems problems;
  for (const auto& table : config.plugins) {
    if (!table.enabled || table.absent_from(plugin_dir)) continue;
    auto loaded = load_plugin_library(table.path_in(plugin_dir), table.id);
    if (!loaded.library) {
      problems.push_back({table.at, loaded.refusal});
      continue;
    }
    const std::size_t before = problems.size();
    auto values = check_plugin_table(table, loaded.library->options, problems);
    if (problems.size() > before) continue;
    auto plugin = std::make_unique<PluginInstance>(*loaded.library, services_);
    auto problem = plugin->create();
    if (!problem) problem = plugin->configure(values);
    if (problem) {
      problems.push_back({table.at, *problem});
    } else {
      plugins_.push_back(std::move(plugin));
    }
  }
  return problems;
}

std::vector<std::string> PluginRegistry::start() {
  std::vector<std::string> problems;
  for (auto plugin = plugins_.begin(); plugin != plugins_.end();) {
    if (auto problem = (*plugin)->start()) {
      problems.push_back(std::move(*problem));
      plugin = plugins_.erase(plugin);
    } else {
      ++plugin;
    }
  }
  return problems;
}

Problems PluginRegistry::reconfigure(const Config& config, const std::filesystem::path& plugin_dir,
                                     std::vector<std::string>& need_restart) {
  Problems problems;
  std::vector<std::pair<PluginInstance*, OptionValues>> changes;
  std::vector<const PluginInstance*> kept;
  for (const auto& table : config.plugins) {
    PluginInstance* plugin = find(table.id);
    if (plugin == nullptr && table.enabled && !table.absent_from(plugin_dir)) need_restart.push_back(table.name());
    if (plugin == nullptr || !table.enabled) continue;
    kept.push_back(plugin);
    if (table.path_in(plugin_dir) != plugin->library().path) need_restart.push_back(table.name() + ".path");
    changes.emplace_back(plugin, check_plugin_table(table, plugin->library().options, problems));
  }
  for (const auto& plugin : plugins_)
    if (std::find(kept.begin(), kept.end(), plugin.get()) == kept.end())
      need_restart.push_back("plugins." + plugin->library().id());
  if (!problems.empty()) return problems;

  std::vector<std::pair<PluginInstance*, OptionValues>> undo;
  for (auto& [plugin, values] : changes) {
    OptionValues old = plugin->values();
    if (auto problem = plugin->configure(values)) {
      problems.push_back({{"plugins." + plugin->library().id(), 0, 0}, *problem});
      break;
    }
    undo.emplace_back(plugin, std::move(old));
  }
  if (problems.empty()) return problems;
  for (auto& [plugin, values] : undo)
    if (auto problem = plugin->configure(values))
      problems.push_back(
          {{"plugins." + plugin->library().id(), 0, 0}, "restoring the old settings failed: " + *problem});
  return problems;
}

void PluginRegistry::drain() {
  for (const auto& plugin : plugins_) plugin->drain();
}

bool PluginRegistry::stop(std::chrono::milliseconds limit_each) {
  bool all_stopped = true;
  for (auto plugin = plugins_.rbegin(); plugin != plugins_.rend(); ++plugin)
    all_stopped = (*plugin)->stop(limit_each) && all_stopped;
  return all_stopped;
}

}  // namespace kongflow::host
