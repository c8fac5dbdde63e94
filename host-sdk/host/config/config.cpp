#include "host/config/config.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "host/config/console_settings.h"
#include "host/config/host_options.h"
#include "host/config/include.h"
#include "postgres/connection_string_problem.h"

namespace kongflow::host {
namespace {

constexpr std::string_view kPluginsKey = "plugins";
constexpr std::string_view kDatabaseUrlKey = "database.url";

bool in_plugins(const ConfigEntry& entry) {
  return entry.key == kPluginsKey || entry.key.compare(0, kPluginsKey.size() + 1, "plugins.") == 0;
}

PluginTable& table_of(std::vector<PluginTable>& tables, const std::string& id, const Position& at) {
  const auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& table) { return table.id == id; });
  if (found != tables.end()) return *found;
  tables.push_back({id, at, "", true, false, {}});
  return tables.back();
}

void sort_into_tables(const ConfigEntry& entry, Config& config) {
  const bool opens_table = std::holds_alternative<TableMark>(entry.value);
  const auto id_begin = std::min(entry.key.size(), kPluginsKey.size() + 1);
  const auto id_end = std::min(entry.key.find('.', id_begin), entry.key.size());
  if (id_end == entry.key.size()) {  // "plugins" or "plugins.<id>"
    if (!opens_table) config.problems.push_back({entry.at, "\"" + entry.key + "\" must be a table"});
    if (opens_table && id_begin < id_end) table_of(config.plugins, entry.key.substr(id_begin), entry.at);
    return;
  }
  auto& table = table_of(config.plugins, entry.key.substr(id_begin, id_end - id_begin), entry.at);
  ConfigEntry own = entry;
  own.key.erase(0, id_end + 1);
  table.entries.push_back(std::move(own));
}

bool has_problem(const Config& config, const Position& at) {
  return std::any_of(config.problems.begin(), config.problems.end(), [&](const Problem& problem) {
    return std::tie(problem.at.source, problem.at.line, problem.at.column) == std::tie(at.source, at.line, at.column);
  });
}

// An empty value in the file selects the embedded database. An empty value from elsewhere is probably an unset
// variable.
void check_database_url(const std::vector<ConfigEntry>& entries, Config& config) {
  const auto is_url = [](const ConfigEntry& entry) { return entry.key == kDatabaseUrlKey; };
  const auto entry = std::find_if(entries.begin(), entries.end(), is_url);
  const std::string& url = config.settings.database.url;
  const Origin origin = config.values.origin(kDatabaseUrlKey);
  if (origin == Origin::default_value || (origin == Origin::file && url.empty())) return;
  if (has_problem(config, entry->at)) return;
  const std::string name = "\"" + std::string(kDatabaseUrlKey) + "\" ";
  if (url.find_first_not_of(" \t\r\n") == std::string::npos)
    config.problems.push_back(
        {entry->at, name + "is empty: give it a connection string, or remove it to use the embedded PostgreSQL"});
  else if (const std::string problem = postgres::connection_string_problem(url); !problem.empty())
    config.problems.push_back({entry->at, name + "cannot be read: " + problem});
}

void take_reserved(PluginTable& table, Problems& problems) {
  const auto reserved = [](const ConfigEntry& entry) {
    const auto& options = reserved_plugin_options();
    return std::any_of(options.begin(), options.end(), [&](const Option& option) { return option.name == entry.key; });
  };
  const auto first = std::stable_partition(table.entries.begin(), table.entries.end(), std::not_fn(reserved));
  const auto values =
      check_table(table.name(), table.at, reserved_plugin_options(), {first, table.entries.end()}, {}, problems);
  table.entries.erase(first, table.entries.end());
  table.path = std::get<std::string>(*values.value("path"));
  table.enabled = std::get<bool>(*values.value("enabled"));
  table.optional = std::get<bool>(*values.value("optional"));
}

}  // namespace

const std::vector<Option>& reserved_plugin_options() {
  static const std::vector<Option> options = [] {
    Option path, enabled, optional;
    path.name = "path";
    path.default_value = "";
    path.doc = "Path of the shared object; relative paths start at plugin_dir. Empty: kongflow-<id>.so.";
    enabled.name = "enabled";
    enabled.type = OptionType::boolean;
    enabled.default_value = "true";
    enabled.doc = "false: the host does not load the plugin.";
    optional.name = "optional";
    optional.type = OptionType::boolean;
    optional.default_value = "false";
    optional.doc =
        "true: the host runs without the plugin if its file is missing, for instance after its package was removed.";
    return std::vector<Option>{path, enabled, optional};
  }();
  return options;
}

Config read_config(const std::filesystem::path& file, const std::vector<std::string>& overrides) {
  ConfigDocument document = read_with_includes(file, overrides);
  Config config;
  config.file = file;
  config.overrides = overrides;
  config.problems = std::move(document.problems);
  const auto first_plugin =
      std::stable_partition(document.entries.begin(), document.entries.end(), std::not_fn(in_plugins));
  config.values = check_table("", {file.string(), 0, 0}, host_options(), {document.entries.begin(), first_plugin},
                              {std::string(kPluginsKey)}, config.problems);
  config.settings = settings_from(config.values);
  check_database_url(document.entries, config);
  if (config.settings.http.tls_cert.empty() != config.settings.http.tls_key.empty())
    config.problems.push_back(
        {{file.string(), 0, 0}, R"("http.tls_cert" and "http.tls_key" go together: set both, or none)"});
  for (auto& message : problems_of(config.settings.console))
    config.problems.push_back({{file.string(), 0, 0}, std::move(message)});
  std::for_each(first_plugin, document.entries.end(), [&](const auto& entry) { sort_into_tables(entry, config); });
  for (auto& table : config.plugins) take_reserved(table, config.problems);
  return config;
}

OptionValues check_plugin_table(const PluginTable& table, std::vector<Option> options, Problems& problems) {
  std::vector<std::string> reserved;
  for (const auto& option : reserved_plugin_options()) reserved.push_back(option.name);
  return check_table(table.name(), table.at, std::move(options), table.entries, reserved, problems);
}

}  // namespace kongflow::host
