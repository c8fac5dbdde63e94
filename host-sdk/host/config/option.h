// One setting, declared by the host or in a plugin's descriptor, and its value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "host/config/document.h"
#include "kongflow/abi/config.h"

namespace kongflow::host {

enum class OptionType { text, integer, boolean, duration, size, list };

struct Option {
  std::string name;  // relative to its table; a dot separates sub-tables
  OptionType type = OptionType::text;
  std::optional<std::string> default_value;  // as written in the file; lists are comma-separated
  std::string doc;
  bool required = false;
  bool secret = false;
  std::int64_t minimum = 0;  // of the number, milliseconds, bytes or list length; both 0: no bounds
  std::int64_t maximum = 0;
  std::vector<std::string> choices;  // allowed texts; empty: any
  // Describes the problem of a text, or of one text in a list ("names …"); empty: valid. Null: no such check.
  std::string (*fault)(const std::string&) = nullptr;
};

// Durations in milliseconds and sizes in bytes are integers.
using Value = std::variant<std::string, std::int64_t, bool, TextList>;

// Either the value or the problem ("must be a duration such as \"5s\"").
struct CheckedValue {
  std::optional<Value> value;
  std::string problem;
};

CheckedValue check_value(const Option& option, const RawValue& raw);
CheckedValue check_default(const Option& option);

// Nullopt when the ABI struct is malformed; `problem` receives the reason.
std::optional<Option> option_from_abi(const kf_config_option* option, std::string& problem);

const char* name_of(OptionType type);                             // display name: "duration"
std::string toml_text(const Option& option, const Value& value);  // includes secrets: the caller must mask them

}  // namespace kongflow::host
