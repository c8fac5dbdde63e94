#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <stdexcept>
#include <string>

#include "host/cli/commands.h"
#include "host/console/password.h"

namespace kongflow::host::cli {
namespace {

constexpr std::size_t kMinPasswordLength = 8;

// Turns off the terminal's echo during its lifetime.
class Silence {
 public:
  Silence() {
    terminal_ = tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!terminal_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Silence() {
    if (terminal_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  termios before_{};
  bool terminal_ = false;
};

std::string ask(const char* question, bool terminal) {
  const Silence silence;
  if (terminal) std::cerr << question << ": ";
  std::string line;
  std::getline(std::cin, line);
  if (terminal) std::cerr << '\n';
  return line;
}

int print_hash(const Arguments&) {
  const bool terminal = isatty(STDIN_FILENO) != 0;
  const std::string password = ask("Password", terminal);
  if (password.size() < kMinPasswordLength)
    throw std::runtime_error("the password must have at least " + std::to_string(kMinPasswordLength) + " characters");
  if (terminal && ask("Again", terminal) != password) throw std::runtime_error("the two passwords differ");
  std::cout << hash_password(password) << '\n';
  return 0;
}

}  // namespace

Command console_password_command() {
  return {
      "console password",
      "Prints the hash of a password, for console.password_hash.",
      "Prompts for the password, or reads it from the first line of standard input when that is not a terminal.\nPut "
      "the hash between single quotes in the config file.",
      {},
      {},
      &print_hash};
}

}  // namespace kongflow::host::cli
