#include "host/base/names.h"

namespace kongflow::host {
namespace {

constexpr std::string_view kLowerCase = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kLowerCaseDigitsDash = "abcdefghijklmnopqrstuvwxyz0123456789-";
constexpr std::string_view kBareKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

}  // namespace

bool is_panel_id(std::string_view text) {
  return !text.empty() && consists_of(text.substr(0, 1), kLowerCase) && consists_of(text, kLowerCaseDigitsDash);
}

bool is_plugin_id(std::string_view text) {
  return text.size() <= 32 && is_panel_id(text);
}

bool is_option_name(std::string_view text) {
  for (;;) {
    const auto dot = text.find('.');
    const auto part = text.substr(0, dot);
    if (part.empty() || !consists_of(part, kBareKey)) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace kongflow::host
