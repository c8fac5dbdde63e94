// Prints findings as text and as JSON.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "host/validate/check.h"
#include "host/validate/watched_process.h"

namespace kongflow::host::validate {

// "passed   lifecycle.two-lives  12 ms", followed by the reason, and the output of the process when it failed.
void print_finding(std::ostream& out, const Finding& finding);
// "30 passed, 1 failed, 4 skipped, 0 warnings"
void print_summary(std::ostream& out, const std::vector<Finding>& findings);
void print_json(std::ostream& out, const Subject& subject, const std::vector<Finding>& findings);
void print_checks(std::ostream& out, bool as_json);

int count(const std::vector<Finding>& findings, Outcome outcome);

}  // namespace kongflow::host::validate
