// A table of the config file, checked against its declared options.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/option.h"
#include "host/config/problem.h"

namespace kongflow::host {

// Source of a value.
enum class Origin { default_value, file, command_line, environment };

// The declared options with their values from the config, or their defaults.
class OptionValues {
 public:
  OptionValues() = default;
  explicit OptionValues(std::vector<Option> options);  // defaults only

  // Nullptr when the option is not declared.
  const Option* option(std::string_view name) const;
  // Nullptr when the option has neither a value nor a default.
  const Value* value(std::string_view name) const;
  const std::vector<Option>& options() const { return options_; }
  Origin origin(std::string_view name) const;
  void set(const std::string& name, Value value, Origin origin);

  // Names of the options whose values differ. Both objects must have the same options.
  std::vector<std::string> changed_since(const OptionValues& old) const;

 private:
  std::vector<Option> options_;
  std::map<std::string, Value, std::less<>> values_;
  std::map<std::string, Origin, std::less<>> origins_;  // of non-default values
};

// Checks `entries`, whose keys are relative to `table` ("" or "plugins.endpoints"). Adds all unknown keys, wrong types,
// values out of bounds and missing required options to `problems`. `also_known`: keys that are read elsewhere, for
// suggestions.
OptionValues check_table(const std::string& table, const Position& at, std::vector<Option> options,
                         const std::vector<ConfigEntry>& entries, const std::vector<std::string>& also_known,
                         Problems& problems);

}  // namespace kongflow::host
