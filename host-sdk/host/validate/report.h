// What the process of a check tells the one that watches it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/validate/check.h"

namespace kongflow::host::validate {

// On one line of UTF-8, bytes that people cannot read escaped, no longer than `limit`.
std::string printable(std::string_view text, std::size_t limit = 400);

// The side of the check. Lines go to this descriptor from now on; an exception that nobody catches is told too. Not
// set: nothing is told.
void report_to(int descriptor);
// What follows, so that a crash or a hang has a place. [any thread]
void at(const std::string& what);
// Of all that follows: "round 5".
void within(const std::string& what);
void report(const Verdict& verdict);

// The side of the watcher.
struct Heard {
  std::optional<Verdict> verdict;
  std::string at;         // what it did last
  std::string exception;  // that nobody caught; empty: none

  void take(const std::string& line);
};

}  // namespace kongflow::host::validate
