#include "host/console/setting_json.h"

#include <boost/json.hpp>

#include "host/config/units.h"

namespace kongflow::host {
namespace {

namespace json = boost::json;

constexpr char kMask[] = "••••";

const char* name_of(Origin origin) {
  switch (origin) {
    case Origin::default_value:
      return "default";
    case Origin::file:
      return "file";
    case Origin::command_line:
      return "command line";
    case Origin::environment:
      return "environment";
  }
  return "";
}

json::value json_of(const Option& option, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return json::string(*text);
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean;
  if (const auto* list = std::get_if<TextList>(&value)) return json::value_from(*list);
  const auto number = std::get<std::int64_t>(value);
  if (option.type == OptionType::duration) return json::string(format_duration(number));
  if (option.type == OptionType::size) return json::string(format_size(number));
  return number;
}

json::value shown(const Option& option, const Value* value) {
  if (value == nullptr) return nullptr;
  if (!option.secret) return json_of(option, *value);
  return *value == Value(std::string()) ? json::value() : json::value(kMask);
}

}  // namespace

json::array settings_json(const OptionValues& values) {
  json::array settings;
  for (const Option& option : values.options()) {
    const auto fallback = option.default_value ? check_default(option).value : std::nullopt;
    settings.push_back({{"name", option.name},
                        {"type", name_of(option.type)},
                        {"value", shown(option, values.value(option.name))},
                        {"default", shown(option, fallback ? &*fallback : nullptr)},
                        {"origin", name_of(values.origin(option.name))},
                        {"secret", option.secret},
                        {"meaning", option.doc}});
  }
  return settings;
}

}  // namespace kongflow::host
