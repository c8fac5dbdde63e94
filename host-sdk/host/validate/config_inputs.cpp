#include "host/validate/config_inputs.h"

#include <limits>
#include <utility>

#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

using Limits = std::numeric_limits<std::int64_t>;

const std::vector<std::string>& odd_texts() {
  static const std::vector<std::string> texts{
      "",
      " ",
      std::string("a\0b", 3),
      std::string(1, '\0'),
      "\xff\xfe",
      "\xc0\x80",
      "\xed\xa0\x80",
      "\n",
      "../../etc/passwd",
      "%s%n%x",
      "-1",
      "0",
      "99999999999999999999",
      "300.1.2.3/99",
      "::1/129",
      "http://[::1",
      "postgresql://",
      "\"'`$(id)${HOME}",
      "\xf0\x9f\x92\xa3",
  };
  return texts;
}

struct Shown {
  std::string operator()(const std::string& text) const { return "\"" + printable(text, 60) + "\""; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return std::to_string(number); }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(const TextList& list) const {
    std::string out;
    for (const auto& text : list) out += (out.empty() ? "" : ", ") + (*this)(text);
    return "[" + out + "]";
  }
  std::string operator()(const TableMark&) const { return "a table"; }
  std::string operator()(const UnsupportedValue& value) const { return value.kind; }
};

}  // namespace

ConfigInputs::ConfigInputs(std::uint64_t seed, std::vector<Option> options)
    : random_(seed), options_(std::move(options)) {}

std::string ConfigInputs::text() {
  const auto kind = below(8);
  if (kind < 4) return odd_texts()[below(odd_texts().size())];
  std::string out(kind == 4 ? 100'000 : below(64), 'x');
  if (kind != 4)
    for (char& c : out) c = static_cast<char>(kind == 5 ? below(256) : ' ' + below(95));
  return out;
}

std::int64_t ConfigInputs::number_for(const Option& option) {
  switch (below(8)) {
    case 0:
      return option.minimum;
    case 1:
      return option.maximum;
    case 2:
      return option.minimum == Limits::min() ? option.minimum : option.minimum - 1;
    case 3:
      return option.maximum == Limits::max() ? option.maximum : option.maximum + 1;
    case 4:
      return below(2) == 0 ? Limits::min() : Limits::max();
    case 5:
      return static_cast<std::int64_t>(random_());
    default: {
      const auto width = static_cast<std::uint64_t>(option.maximum) - static_cast<std::uint64_t>(option.minimum);
      const std::uint64_t offset = width == 0 ? below(1'000'000) : below(width);
      return static_cast<std::int64_t>(static_cast<std::uint64_t>(option.minimum) + offset);
    }
  }
}

RawValue ConfigInputs::value_for(const Option& option) {
  if (below(16) == 0) {  // of a random type
    switch (below(4)) {
      case 0:
        return text();
      case 1:
        return static_cast<std::int64_t>(random_());
      case 2:
        return below(2) == 0;
      default:
        return TextList{text(), text()};
    }
  }
  switch (option.type) {
    case OptionType::text:
      return text();
    case OptionType::boolean:
      return below(2) == 0;
    case OptionType::list: {
      TextList list(below(10) == 0 ? 1'000 : below(5));
      for (auto& entry : list) entry = text();
      return list;
    }
    default:
      return number_for(option);
  }
}

std::vector<ConfigEntry> ConfigInputs::next() {
  std::vector<ConfigEntry> entries;
  for (const Option& option : options_)
    if (below(options_.size()) < 3) entries.push_back({option.name, value_for(option), {"random", 0, 0}, false});
  return entries;
}

std::string shown(const std::vector<ConfigEntry>& entries) {
  std::string out;
  for (const auto& entry : entries)
    out += (out.empty() ? "" : ", ") + entry.key + " = " + std::visit(Shown(), entry.value);
  return printable(out, 1'500);
}

}  // namespace kongflow::host::validate
