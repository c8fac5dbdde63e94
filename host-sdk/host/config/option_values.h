// A table of the config file, checked against the options that are declared for it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/option.h"
#include "host/config/problem.h"

namespace kongflow::host {

// Where a value comes from.
enum class Origin { default_value, file, command_line, environment };

// The declared options with the values they have: from the file, else their defaults.
class OptionValues {
 public:
  OptionValues() = default;
  explicit OptionValues(std::vector<Option> options);  // defaults only

  // Nullptr when it is not declared.
  const Option* option(std::string_view name) const;
  // Nullptr when it has neither a value nor a default.
  const Value* value(std::string_view name) const;
  const std::vector<Option>& options() const { return options_; }
  Origin origin(std::string_view name) const;
  void set(const std::string& name, Value value, Origin origin);

  // Names of the options whose values differ. Both have the same options.
  std::vector<std::string> changed_since(const OptionValues& old) const;

 private:
  std::vector<Option> options_;
  std::map<std::string, Value, std::less<>> values_;
  std::map<std::string, Origin, std::less<>> origins_;  // of what is not a default
};

// Takes the entries of `table` ("" or "plugins.endpoints"), whose keys are below it. Unknown keys, wrong types, values
// out of bounds and missing required ones are added to `problems`, all of them. `also_known`: keys that are read
// elsewhere, for suggestions.
OptionValues check_table(const std::string& table, const Position& at, std::vector<Option> options,
                         const std::vector<ConfigEntry>& entries, const std::vector<std::string>& also_known,
                         Problems& problems);

}  // namespace kongflow::host
