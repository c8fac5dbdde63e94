// Parses command lines and prints help.
#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace kongflow::host::cli {

struct OptionSpec {
  std::string name;   // "config": --config
  char letter = 0;    // 'c': -c; 0: none
  std::string value;  // name of its value in the help: "FILE"; empty: a switch without value
  std::string doc;    // empty: internal, hidden from the help
};

struct OperandSpec {
  std::string name;  // "SET"
  std::string doc;
  bool required = true;
};

class Arguments {
 public:
  bool has(const std::string& option) const { return values_.count(option) > 0; }
  std::optional<std::string> value(const std::string& option) const;  // the last value
  std::vector<std::string> values(const std::string& option) const;
  std::optional<std::string> operand(std::size_t index) const;

 private:
  friend Arguments parse(const struct Command&, const std::vector<std::string>&);
  std::map<std::string, std::vector<std::string>> values_;
  std::vector<std::string> operands_;
};

struct Command {
  std::string name;  // "env create": words separated by a space
  std::string summary;
  std::string text;  // paragraphs after the summary
  std::vector<OperandSpec> operands;
  std::vector<OptionSpec> options;  // in addition to the common options
  int (*run)(const Arguments& arguments);
};

// An invalid command line; the message is for the user.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// -c/--config, --set, -h/--help
const std::vector<OptionSpec>& common_options();

// `words`: the arguments after the command's name. Throws UsageError.
Arguments parse(const Command& command, const std::vector<std::string>& words);

std::string help(const Command& command);
std::string help(const std::vector<Command>& commands);

}  // namespace kongflow::host::cli
