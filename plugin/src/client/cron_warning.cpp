#include "client/cron_warning.h"

#include <Poco/Ascii.h>
#include <Poco/String.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

#include "client/display_text.h"
#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kShownExpression = 60;
// cron-parser compares these in lower case, as a whole.
constexpr std::array<std::string_view, 5> kShorthands{"@yearly", "@monthly", "@weekly", "@daily", "@hourly"};
constexpr std::array<int, 12> kDaysOfMonths{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

struct FieldRule {
  std::string_view noun;
  int min, max;
  std::string_view period;      // the interval after which the field restarts
  std::string_view names = {};  // three letters each; the first is the name of `min`
  bool even = false;            // all periods have the same values, so that a divisor as step is a constant interval
};
constexpr std::array<FieldRule, 6> kFields{{{"second", 0, 59, "minute", {}, true},
                                            {"minute", 0, 59, "hour", {}, true},
                                            {"hour", 0, 23, "day", {}, true},
                                            {"day of the month", 1, 31, "month"},
                                            {"month", 1, 12, "year", "janfebmaraprmayjunjulaugsepoctnovdec", true},
                                            {"day of the week", 0, 7, "week", "sunmontuewedthufrisat", true}}};

struct Field {
  std::uint64_t values = 0;  // one bit per value
  bool any = false;          // * or ?
  bool last = false;         // L or similar: a day that depends on the month
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text = text.substr(end + 1);
  }
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> found;
  while (true) {
    const auto begin = std::find_if_not(text.begin(), text.end(), [](char c) { return Poco::Ascii::isSpace(c); });
    const auto end = std::find_if(begin, text.end(), [](char c) { return Poco::Ascii::isSpace(c); });
    if (begin == end) return found;
    found.push_back(text.substr(static_cast<std::size_t>(begin - text.begin()), static_cast<std::size_t>(end - begin)));
    text = text.substr(static_cast<std::size_t>(end - text.begin()));
  }
}

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<int> value_of(std::string_view word, const FieldRule& rule) {
  if (word.size() == 3 && !rule.names.empty())
    for (std::size_t i = 0; i < rule.names.size(); i += 3)
      if (rule.names.substr(i, 3) == word) return rule.min + static_cast<int>(i / 3);
  const auto value = number(word);
  return value && *value >= rule.min && *value <= rule.max ? value : std::nullopt;
}

bool is_last(std::string_view item, const FieldRule& rule) {
  const bool of_week = rule.noun == "day of the week";
  if (item == "l") return of_week || rule.noun == "day of the month";
  if (!of_week) return false;
  if (item.back() == 'l') return value_of(item.substr(0, item.size() - 1), rule).has_value();
  const auto hash = item.find('#');
  if (hash == std::string_view::npos) return false;
  const auto nth = number(item.substr(hash + 1));
  return value_of(item.substr(0, hash), rule) && nth && *nth >= 1 && *nth <= 5;
}

// Describes a step that does not yield a constant interval: the distance from the last value to the first value of the
// next period differs from the step. nullopt when it does not differ.
std::optional<std::string> step_problem(std::string_view item, const FieldRule& rule, int first, int step) {
  const int max = rule.names.empty() ? rule.max : rule.min + static_cast<int>(rule.names.size() / 3) - 1;  // 7: Sunday
  const int size = max - rule.min + 1;
  const std::string shown = quote_json(shorten(std::string(item), kShownExpression));
  const std::string every = " every " + std::string(rule.period);
  if (step > size) return " runs once" + every + ": the step of " + shown + " is larger than the field";
  const int last = first + (max - first) / step * step;
  if (!rule.even || first + size - last == step) return std::nullopt;
  return " does not run at a steady interval: " + shown + " starts again" + every;
}

// Parses an element of a field's list, in lower case. Returns the problem as a string.
std::optional<std::string> add_item(std::string_view item, const FieldRule& rule, Field& field) {
  const std::string invalid = " is invalid: " + quote_json(shorten(std::string(item), kShownExpression));
  const auto wrong = [&] {
    return invalid + (rule.noun == "hour" ? " is not an " : " is not a ") + std::string(rule.noun) + " (" +
           std::to_string(rule.min) + " to " + std::to_string(rule.max) + ")";
  };
  if (item.empty()) return wrong();
  if (is_last(item, rule)) {
    field.last = true;
    return std::nullopt;
  }
  const auto slash = item.find('/');
  const std::string_view base = item.substr(0, slash);
  const auto step = slash == std::string_view::npos ? std::optional(1) : number(item.substr(slash + 1));
  if (!step || *step == 0) return invalid + " has a step that is not a number above 0";

  const bool any = base == "*" || base == "?";
  const auto dash = base.find('-');
  const auto first = any ? rule.min : value_of(base.substr(0, dash), rule);
  const bool open = any || (dash == std::string_view::npos && slash != std::string_view::npos);
  auto last = open ? rule.max : first;
  if (dash != std::string_view::npos) last = value_of(base.substr(dash + 1), rule);
  if (!first || !last) return wrong();
  if (*first > *last) return invalid + " ends before it begins";

  const bool whole = open || (*first == rule.min && *last == rule.max);
  if (whole && *step > 1)
    if (auto problem = step_problem(item, rule, *first, *step)) return problem;
  const int stride = std::min(*step, rule.max + 1);  // prevents overflow
  for (int value = *first; value <= *last; value += stride) field.values |= std::uint64_t{1} << value;
  field.any = field.any || (any && *step == 1);
  return std::nullopt;
}

bool has_matching_date(const Field& day, const Field& month, const Field& day_of_week) {
  if (day.any || day.last || !day_of_week.any) return true;
  for (std::size_t i = 0; i < kDaysOfMonths.size(); ++i) {
    const std::uint64_t days_of_month = (std::uint64_t{2} << kDaysOfMonths[i]) - 2;
    if ((month.values >> (i + 1) & 1) != 0 && (day.values & days_of_month) != 0) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> cron_warning(std::string_view expression) {
  const std::string lower = Poco::toLower(std::string(expression));
  const auto fields = split_words(lower);
  const std::string subject = "The cron expression " + quote_json(shorten(std::string(expression), kShownExpression));
  if (std::find(kShorthands.begin(), kShorthands.end(), expression) != kShorthands.end()) return std::nullopt;
  if (fields.size() == 1 && fields[0].front() == '@')
    return subject + " is unknown: use @yearly, @monthly, @weekly, @daily or @hourly, or five fields";
  if (fields.size() != kFields.size() && fields.size() != kFields.size() - 1)
    return subject + " has " + std::to_string(fields.size()) +
           " fields, not 5 (minute, hour, day of the month, month, day of the week)";

  const std::size_t skipped = kFields.size() - fields.size();
  std::array<Field, kFields.size()> parsed;
  for (std::size_t i = 0; i < fields.size(); ++i)
    for (const std::string_view item : split(fields[i], ','))
      if (const auto problem = add_item(item, kFields[i + skipped], parsed[i + skipped])) return subject + *problem;
  if (!has_matching_date(parsed[3], parsed[4], parsed[5]))
    return subject + " never fires: none of its months has such a day";
  return std::nullopt;
}

}  // namespace kongflow::endpoints
