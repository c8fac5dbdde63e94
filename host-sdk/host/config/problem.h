// A problem in a config file, with its position.
#pragma once

#include <string>
#include <vector>

namespace kongflow::host {

struct Position {
  std::string source;  // the file, or "--set http.listen"
  unsigned line = 0;   // 0: unknown
  unsigned column = 0;
};

struct Problem {
  Position at;
  std::string message;

  // "kongflow.toml:3:1: message"
  std::string text() const {
    if (at.line == 0) return at.source + ": " + message;
    return at.source + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + message;
  }
};

using Problems = std::vector<Problem>;

}  // namespace kongflow::host
