#include "host/cli/arguments.h"

#include <getopt.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "host/config/nearest.h"

namespace kongflow::host::cli {
namespace {

std::vector<OptionSpec> all_options(const Command& command) {
  std::vector<OptionSpec> options = command.options;
  options.insert(options.end(), common_options().begin(), common_options().end());
  return options;
}

std::string unknown(const std::string& word, const std::vector<OptionSpec>& options) {
  std::vector<std::string> names;
  for (const auto& option : options)
    if (!option.doc.empty()) names.push_back("--" + option.name);
  return "unknown option " + word + suggestion(word.substr(0, word.find('=')), names);
}

std::string usage_line(const Command& command) {
  std::string line = "Usage: kongflow-host " + command.name;
  for (const auto& operand : command.operands)
    line += operand.required ? " " + operand.name : " [" + operand.name + "]";
  return line + " [OPTION]…\n";
}

std::string row(const std::string& left, const std::string& right) {
  std::ostringstream out;
  out << "  " << left << std::string(left.size() < 28 ? 28 - left.size() : 1, ' ') << right << '\n';
  return out.str();
}

std::string left_column(const OptionSpec& option) {
  std::string left = option.letter == 0 ? "    --" : std::string("-") + option.letter + ", --";
  left += option.name;
  return option.value.empty() ? left : left + " " + option.value;
}

}  // namespace

std::optional<std::string> Arguments::value(const std::string& option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::nullopt : std::optional(found->second.back());
}

std::vector<std::string> Arguments::values(const std::string& option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::string> Arguments::operand(std::size_t index) const {
  return index < operands_.size() ? std::optional(operands_[index]) : std::nullopt;
}

const std::vector<OptionSpec>& common_options() {
  static const std::vector<OptionSpec> options{
      {"config", 'c', "FILE", "the config file (./kongflow.toml, else /etc/kongflow/kongflow.toml)"},
      {"set", 0, "KEY=VALUE", "overrides a setting of the file, such as http.listen=127.0.0.1:0; may be repeated"},
      {"help", 'h', "", "prints this help"},
  };
  return options;
}

Arguments parse(const Command& command, const std::vector<std::string>& words) {
  constexpr int first_long = 256;  // above all letters
  const auto specs = all_options(command);
  std::string letters = ":";  // a leading colon makes getopt distinguish a missing value from an unknown option
  std::vector<option> table;
  for (const auto& spec : specs) {
    table.push_back({spec.name.c_str(), spec.value.empty() ? no_argument : required_argument, nullptr,
                     first_long + static_cast<int>(table.size())});
    if (spec.letter != 0) letters += std::string(1, spec.letter) + (spec.value.empty() ? "" : ":");
  }
  table.push_back({nullptr, 0, nullptr, 0});
  std::string name = "kongflow-host";
  std::vector<std::string> copies = words;
  std::vector<char*> argv{name.data()};
  for (auto& word : copies) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int argc = static_cast<int>(argv.size()) - 1;

  Arguments arguments;
  opterr = 0;
  optind = 0;  // glibc: reset the parser
  for (int found; (found = getopt_long(argc, argv.data(), letters.c_str(), table.data(), nullptr)) != -1;) {
    const std::string word = argv[static_cast<std::size_t>(optind - 1)];
    if (found == ':') throw UsageError(word + " needs a value");
    if (found == '?' && optopt >= first_long) throw UsageError(word + " takes no value");
    if (found == '?')
      throw UsageError(unknown(optopt == 0 ? word : std::string("-") + static_cast<char>(optopt), specs));
    const auto spec = found >= first_long
                          ? specs.begin() + (found - first_long)
                          : std::find_if(specs.begin(), specs.end(), [&](const auto& s) { return s.letter == found; });
    arguments.values_[spec->name].push_back(optarg == nullptr ? "" : optarg);
  }
  for (int i = optind; i < argc; ++i) arguments.operands_.emplace_back(argv[static_cast<std::size_t>(i)]);
  if (arguments.has("help")) return arguments;

  if (arguments.operands_.size() > command.operands.size())
    throw UsageError("\"" + arguments.operands_[command.operands.size()] + "\" is an unexpected argument");
  for (std::size_t i = arguments.operands_.size(); i < command.operands.size(); ++i)
    if (command.operands[i].required) throw UsageError(command.operands[i].name + " is missing");
  return arguments;
}

std::string help(const Command& command) {
  std::string out = usage_line(command) + "\n" + command.summary + "\n";
  if (!command.text.empty()) out += "\n" + command.text + "\n";
  if (!command.operands.empty()) out += "\n";
  for (const auto& operand : command.operands) out += row(operand.name, operand.doc);
  out += "\n";
  for (const auto& option : all_options(command))
    if (!option.doc.empty()) out += row(left_column(option), option.doc);
  return out;
}

std::string help(const std::vector<Command>& commands) {
  std::string out = "Usage: kongflow-host COMMAND [OPTION]…\n\nThe native runtime of the KongFlow job platform.\n\n";
  for (const auto& command : commands) out += row(command.name, command.summary);
  return out +
         "\n`kongflow-host COMMAND --help` prints the help of a command.\nExit status: 0 success, 1 failure, 2 invalid "
         "usage.\n";
}

}  // namespace kongflow::host::cli
