#include "host/config/units.h"

#include <array>
#include <charconv>
#include <limits>

namespace kongflow::host {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

// Largest first.
constexpr std::array<Unit, 5> kDurationUnits{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::array<Unit, 4> kSizeUnits{{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}};

template <std::size_t N>
std::optional<std::int64_t> parse(std::string_view text, const std::array<Unit, N>& units) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  const std::string_view name = text.substr(static_cast<std::size_t>(rest - text.data()));
  for (const auto& unit : units)
    if (unit.name == name && number <= std::numeric_limits<std::int64_t>::max() / unit.factor)
      return number * unit.factor;
  return std::nullopt;
}

template <std::size_t N>
std::string format(std::int64_t number, const std::array<Unit, N>& units) {
  for (const auto& unit : units)
    if (number != 0 && number % unit.factor == 0) return std::to_string(number / unit.factor) + std::string(unit.name);
  return std::to_string(number) + std::string(units.back().name);
}

}  // namespace

std::optional<std::int64_t> parse_duration(std::string_view text) {
  return parse(text, kDurationUnits);
}
std::optional<std::int64_t> parse_size(std::string_view text) {
  return parse(text, kSizeUnits);
}
std::string format_duration(std::int64_t milliseconds) {
  return format(milliseconds, kDurationUnits);
}
std::string format_size(std::int64_t bytes) {
  return format(bytes, kSizeUnits);
}

}  // namespace kongflow::host
