#include "host/config/option_values.h"

#include <algorithm>
#include <optional>

#include "host/config/nearest.h"

namespace kongflow::host {
namespace {

bool below(std::string_view key, std::string_view table) {
  return key.size() > table.size() && key.compare(0, table.size(), table) == 0 && key[table.size()] == '.';
}

// Names of all options and their tables.
std::vector<std::string> known_names(const std::vector<Option>& options, const std::vector<std::string>& also_known) {
  std::vector<std::string> names = also_known;
  for (const auto& option : options) {
    names.push_back(option.name);
    for (auto dot = option.name.find('.'); dot != std::string::npos; dot = option.name.find('.', dot + 1))
      names.push_back(option.name.substr(0, dot));
  }
  return names;
}

Origin origin_of(const ConfigEntry& entry) {
  if (entry.environment) return Origin::environment;
  return entry.at.source.compare(0, 6, "--set ") == 0 ? Origin::command_line : Origin::file;
}

}  // namespace

OptionValues::OptionValues(std::vector<Option> options) : options_(std::move(options)) {
  for (const auto& option : options_)
    if (option.default_value) values_[option.name] = *check_default(option).value;
}

const Option* OptionValues::option(std::string_view name) const {
  const auto found =
      std::find_if(options_.begin(), options_.end(), [&](const Option& option) { return option.name == name; });
  return found == options_.end() ? nullptr : &*found;
}

const Value* OptionValues::value(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

Origin OptionValues::origin(std::string_view name) const {
  const auto found = origins_.find(name);
  return found == origins_.end() ? Origin::default_value : found->second;
}

void OptionValues::set(const std::string& name, Value value, Origin origin) {
  values_[name] = std::move(value);
  origins_[name] = origin;
}

std::vector<std::string> OptionValues::changed_since(const OptionValues& old) const {
  std::vector<std::string> names;
  for (const auto& option : options_) {
    const Value* now = value(option.name);
    const Value* before = old.value(option.name);
    if ((now == nullptr) != (before == nullptr) || (now != nullptr && *now != *before)) names.push_back(option.name);
  }
  return names;
}

OptionValues check_table(const std::string& table, const Position& at, std::vector<Option> options,
                         const std::vector<ConfigEntry>& entries, const std::vector<std::string>& also_known,
                         Problems& problems) {
  OptionValues values(std::move(options));
  const auto names = known_names(values.options(), also_known);
  const auto full = [&](const std::string& name) { return table.empty() ? name : table + "." + name; };
  std::vector<std::string> seen;
  std::optional<std::string> skipped;

  for (const auto& entry : entries) {
    if (skipped && below(entry.key, *skipped)) continue;
    const bool opens_table = std::holds_alternative<TableMark>(entry.value);
    const Option* option = values.option(entry.key);
    if (option == nullptr) {
      const bool known = std::find(names.begin(), names.end(), entry.key) != names.end();
      if (known && opens_table) continue;
      if (opens_table) skipped = entry.key;
      problems.push_back(
          {entry.at, known ? "\"" + full(entry.key) + "\" must be a table"
                           : "unknown key \"" + full(entry.key) + "\"" + suggestion(entry.key, names, full(""))});
      continue;
    }
    if (opens_table) skipped = entry.key;
    seen.push_back(option->name);
    auto checked = check_value(*option, entry.value);
    if (checked.value) {
      values.set(option->name, std::move(*checked.value), origin_of(entry));
    } else {
      problems.push_back({entry.at, "\"" + full(option->name) + "\" " + checked.problem});
    }
  }
  for (const auto& option : values.options())
    if (option.required && !option.default_value && std::find(seen.begin(), seen.end(), option.name) == seen.end())
      problems.push_back({at, "\"" + full(option.name) + "\" is missing: " + option.doc});
  return values;
}

}  // namespace kongflow::host
