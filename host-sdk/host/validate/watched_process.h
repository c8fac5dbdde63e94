// A check in a process of its own.
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
  std::string out, err;  // the ends of what the process wrote
};

// Runs this program again with `arguments`, which make it run `check` and report to the descriptor `report_descriptor`.
// Kills it when the time is over. A process that ends without a verdict has failed.
constexpr int report_descriptor = 3;
Finding run_watched(const Check& check, const std::vector<std::string>& arguments, std::chrono::milliseconds limit);

}  // namespace kongflow::host::validate
