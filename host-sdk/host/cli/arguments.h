// A command line: what the commands and their options are, and what somebody typed.
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
  std::string value;  // what it takes, for the help: "FILE"; empty: it is a switch
  std::string doc;    // empty: the program's own, not for people
};

struct OperandSpec {
  std::string name;  // "SET"
  std::string doc;
  bool required = true;
};

class Arguments {
 public:
  bool has(const std::string& option) const { return values_.count(option) > 0; }
  std::optional<std::string> value(const std::string& option) const;  // the last one
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
  std::string text;  // paragraphs below the usage line
  std::vector<OperandSpec> operands;
  std::vector<OptionSpec> options;  // besides those that every command has
  int (*run)(const Arguments& arguments);
};

// The command line breaks the rules; its text says how.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// -c/--config, --set, -h/--help
const std::vector<OptionSpec>& common_options();

// `words`: what follows the command's name. Throws UsageError.
Arguments parse(const Command& command, const std::vector<std::string>& words);

std::string help(const Command& command);
std::string help(const std::vector<Command>& commands);

}  // namespace kongflow::host::cli
