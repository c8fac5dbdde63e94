// Runs a check in its own process.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "host/validate/check.h"

namespace kongflow::host::validate {

struct Finding {
  std::string check;
  Verdict verdict;
  std::chrono::milliseconds took{0};
  std::string out, err;  // the ends of the process's output
};

// Runs this program again with `arguments`, which must make it run `check` and report to the descriptor
// kReportDescriptor. Kills it after `limit`. A process that ends without a verdict counts as failed.
constexpr int kReportDescriptor = 3;
Finding run_watched(const Check& check, const std::vector<std::string>& arguments, std::chrono::milliseconds limit);

}  // namespace kongflow::host::validate
