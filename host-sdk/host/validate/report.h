// The protocol between the process of a check and its watcher.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/validate/check.h"

namespace kongflow::host::validate {

// `text` as one line of valid UTF-8 with escaped control characters, truncated to `limit` bytes.
std::string printable(std::string_view text, std::size_t limit = 400);

// In the process of a check: sends all following reports, and uncaught exceptions, to this descriptor. Without it,
// reports are discarded.
void report_to(int descriptor);
// Reports the next step, which locates a crash or a hang. [any thread]
void trace_step(const std::string& step);
// Context of all following steps: "round 5".
void set_context(const std::string& text);
void report(const Verdict& verdict);

// In the watcher: the parsed reports.
struct CheckReport {
  std::optional<Verdict> verdict;
  std::string last_step;  // the last reported step
  std::string exception;  // uncaught exception; empty: none

  void parse_line(const std::string& line);
};

}  // namespace kongflow::host::validate
