#include "kongflow/testing/fake_settings.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include "kongflow/text.hpp"

namespace kongflow::testing {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};
constexpr Unit kDurations[] = {{"", 1}, {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}};
constexpr Unit kSizes[] = {{"", 1}, {"B", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}};
constexpr Unit kPlain[] = {{"", 1}};

template <std::size_t N>
std::optional<std::int64_t> parse(std::string_view text, const Unit (&units)[N]) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const Unit& known : units)
    if (known.name == unit) return number * known.factor;
  return std::nullopt;
}

std::optional<std::int64_t> parse_number(kf_config_type type, std::string_view text) {
  if (type == KF_CONFIG_DURATION) return parse(text, kDurations);
  if (type == KF_CONFIG_SIZE) return parse(text, kSizes);
  return parse(text, kPlain);
}

bool is_number(kf_config_type type) {
  return type == KF_CONFIG_INTEGER || type == KF_CONFIG_DURATION || type == KF_CONFIG_SIZE;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> entries;
  while (!text.empty()) {
    std::string_view entry = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), entry.size() + 1));
    while (!entry.empty() && entry.front() == ' ') entry.remove_prefix(1);
    while (!entry.empty() && entry.back() == ' ') entry.remove_suffix(1);
    if (!entry.empty()) entries.emplace_back(entry);
  }
  return entries;
}

}  // namespace

void FakeSettings::set(const std::string& name, const std::string& text) {
  const kf_config_option* option = find(name);
  if (option == nullptr) throw std::invalid_argument("The plugin declares no setting \"" + name + "\".");
  if (is_number(option->type)) {
    const auto number = parse_number(option->type, text);
    if (!number) throw std::invalid_argument("\"" + text + "\" is not of the type of \"" + name + "\".");
    const bool bounded = option->minimum != 0 || option->maximum != 0;
    if (bounded && (*number < option->minimum || *number > option->maximum))
      throw std::invalid_argument("\"" + text + "\" is outside the bounds of \"" + name + "\".");
  }
  if (option->type == KF_CONFIG_BOOLEAN && text != "true" && text != "false")
    throw std::invalid_argument("\"" + name + "\" is true or false, not \"" + text + "\".");
  texts_[name] = text;
  lists_.erase(name);
}

void FakeSettings::check_required() const {
  for (const auto& option : options_)
    if (option.required != 0 && texts_.count(option.name) == 0)
      throw std::invalid_argument(std::string("The setting \"") + option.name + "\" is required.");
}

kf_status FakeSettings::string(std::string_view name, kf_str* out) const {
  kf_status status = KF_OK;
  const char* text = text_of(name, {KF_CONFIG_STRING}, status);
  if (text != nullptr) *out = to_abi(text);
  return status;
}

kf_status FakeSettings::integer(std::string_view name, std::int64_t* out) const {
  kf_status status = KF_OK;
  const char* text = text_of(name, {KF_CONFIG_INTEGER, KF_CONFIG_DURATION, KF_CONFIG_SIZE}, status);
  if (text == nullptr) return status;
  const auto number = parse_number(find(name)->type, text);
  if (!number) return KF_BAD_ARGUMENT;
  *out = *number;
  return KF_OK;
}

kf_status FakeSettings::boolean(std::string_view name, std::int32_t* out) const {
  kf_status status = KF_OK;
  const char* text = text_of(name, {KF_CONFIG_BOOLEAN}, status);
  if (text != nullptr) *out = std::strcmp(text, "true") == 0 ? 1 : 0;
  return status;
}

kf_status FakeSettings::list_entry(std::string_view name, std::uint32_t index, kf_str* out) const {
  kf_status status = KF_OK;
  const char* text = text_of(name, {KF_CONFIG_LIST}, status);
  if (text == nullptr) return status;
  const auto& entries = lists_.try_emplace(std::string(name), split(text)).first->second;
  if (index >= entries.size()) return KF_NOT_FOUND;
  *out = to_abi(entries[index]);
  return KF_OK;
}

const kf_config_option* FakeSettings::find(std::string_view name) const {
  const auto found = std::find_if(options_.begin(), options_.end(),
                                  [&](const kf_config_option& option) { return option.name == name; });
  return found == options_.end() ? nullptr : &*found;
}

const char* FakeSettings::text_of(std::string_view name, std::initializer_list<kf_config_type> types,
                                  kf_status& status) const {
  const kf_config_option* option = find(name);
  if (option == nullptr || std::find(types.begin(), types.end(), option->type) == types.end()) {
    status = KF_BAD_ARGUMENT;
    return nullptr;
  }
  if (const auto text = texts_.find(name); text != texts_.end()) return text->second.c_str();
  if (option->default_value == nullptr) status = KF_NOT_FOUND;
  return option->default_value;
}

}  // namespace kongflow::testing
