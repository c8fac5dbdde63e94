#include "host/config/option.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <charconv>

#include "host/base/names.h"
#include "host/config/units.h"

namespace kongflow::host {
namespace {

CheckedValue problem(std::string text) {
  return {std::nullopt, std::move(text)};
}

std::string shown(const Option& option, std::int64_t number) {
  if (option.type == OptionType::duration) return format_duration(number);
  if (option.type == OptionType::size) return format_size(number);
  return std::to_string(number);
}

CheckedValue check_bounds(const Option& option, std::int64_t number) {
  const bool bounded = option.minimum != 0 || option.maximum != 0;
  if (bounded && (number < option.minimum || number > option.maximum))
    return problem((option.secret ? "" : "is " + shown(option, number) + ", ") + "must be between " +
                   shown(option, option.minimum) + " and " + shown(option, option.maximum));
  return {number, ""};
}

CheckedValue check_choice(const Option& option, const std::string& text) {
  const auto& choices = option.choices;
  if (choices.empty() || std::find(choices.begin(), choices.end(), text) != choices.end()) return {text, ""};
  std::string all;
  for (const auto& choice : choices) all += (all.empty() ? "\"" : ", \"") + choice + "\"";
  return problem("is \"" + text + "\", must be one of " + all);
}

std::string expectation(const Option& option) {
  switch (option.type) {
    case OptionType::text:
      return "must be text in quotes";
    case OptionType::integer:
      return "must be a whole number";
    case OptionType::boolean:
      return "must be true or false";
    case OptionType::duration:
      return R"(must be a duration such as "250ms", "5s", "2m" or a number of milliseconds)";
    case OptionType::size:
      return R"(must be a size such as "64KiB", "8MiB" or a number of bytes)";
    case OptionType::list:
      return R"(must be a list of texts such as ["one", "two"], or one text)";
  }
  return {};
}

std::string quoted(const std::string& text) {
  return boost::json::serialize(boost::json::string(text));
}

TextList split(const std::string& text) {
  TextList out;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto comma = std::min(text.find(',', begin), text.size());
    const auto first = text.find_first_not_of(' ', begin);
    if (first < comma) out.push_back(text.substr(first, text.find_last_not_of(' ', comma - 1) - first + 1));
    begin = comma + 1;
  }
  return out;
}

CheckedValue check_texts(const Option& option, TextList texts) {
  if (const auto least = static_cast<std::size_t>(option.minimum); texts.size() < least)
    return problem("must have at least " + std::to_string(least));
  for (const std::string& text : texts)
    if (std::string fault = option.fault == nullptr ? "" : option.fault(text); !fault.empty()) return problem(fault);
  return {std::move(texts), ""};
}

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

CheckedValue check_value(const Option& option, const RawValue& raw) {
  const auto* text = std::get_if<std::string>(&raw);
  const auto* number = std::get_if<std::int64_t>(&raw);
  std::optional<std::int64_t> parsed;
  switch (option.type) {
    case OptionType::text:
      if (text != nullptr) return check_choice(option, *text);
      break;
    case OptionType::boolean:
      if (const auto* boolean = std::get_if<bool>(&raw)) return {*boolean, ""};
      break;
    case OptionType::list:
      if (const auto* list = std::get_if<TextList>(&raw)) return check_texts(option, *list);
      if (text != nullptr) return check_texts(option, split(*text));
      break;
    case OptionType::duration:
      if (text != nullptr) parsed = parse_duration(*text);
      break;
    case OptionType::size:
      if (text != nullptr) parsed = parse_size(*text);
      break;
    case OptionType::integer:
      break;
  }
  const bool numeric =
      option.type == OptionType::integer || option.type == OptionType::duration || option.type == OptionType::size;
  if (numeric && number != nullptr) parsed = *number;
  return parsed ? check_bounds(option, *parsed) : problem(expectation(option));
}

CheckedValue check_default(const Option& option) {
  const std::string& text = *option.default_value;
  if (option.type == OptionType::boolean && (text == "true" || text == "false"))
    return check_value(option, text == "true");
  if (option.type != OptionType::text)
    if (const auto number = whole_number(text)) return check_value(option, *number);
  return check_value(option, text);
}

std::optional<Option> option_from_abi(const kf_config_option* option, std::string& problem) {
  if (!KF_HAS(option, maximum)) {
    problem = "an option's struct_size is " + std::to_string(option->struct_size) + ", this host's is " +
              std::to_string(sizeof(kf_config_option));
    return std::nullopt;
  }
  if (option->name == nullptr || !is_option_name(option->name)) {
    problem = std::string("it declares an option with the unusable name \"") +
              (option->name == nullptr ? "" : option->name) + "\"";
    return std::nullopt;
  }
  if (option->type > KF_CONFIG_LIST) {
    problem = std::string("its option \"") + option->name + "\" is of the unknown type " + std::to_string(option->type);
    return std::nullopt;
  }
  Option out;
  out.name = option->name;
  out.type = static_cast<OptionType>(option->type);
  if (option->default_value != nullptr) out.default_value = option->default_value;
  out.doc = option->doc == nullptr ? "" : option->doc;
  out.required = option->required != 0;
  out.secret = option->secret != 0;
  out.minimum = option->minimum;
  out.maximum = option->maximum;
  if (out.default_value) {
    const auto checked = check_default(out);
    if (!checked.value) {
      problem = "the default of its option \"" + out.name + "\" " + checked.problem;
      return std::nullopt;
    }
  }
  return out;
}

const char* name_of(OptionType type) {
  switch (type) {
    case OptionType::text:
      return "text";
    case OptionType::integer:
      return "integer";
    case OptionType::boolean:
      return "boolean";
    case OptionType::duration:
      return "duration";
    case OptionType::size:
      return "size";
    case OptionType::list:
      return "list";
  }
  return "";
}

std::string toml_text(const Option& option, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return quoted(*text);
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
  if (const auto* list = std::get_if<TextList>(&value)) {
    std::string out;
    for (const auto& text : *list) out += (out.empty() ? "" : ", ") + quoted(text);
    return "[" + out + "]";
  }
  const auto number = std::get<std::int64_t>(value);
  return option.type == OptionType::integer ? std::to_string(number) : quoted(shown(option, number));
}

}  // namespace kongflow::host
