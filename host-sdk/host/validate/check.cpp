#include "host/validate/check.h"

#include <algorithm>

#include "host/validate/groups.h"

namespace kongflow::host::validate {

const char* name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::warning:
      return "warning";
    case Outcome::skipped:
      return "skipped";
  }
  return "";
}

std::optional<Outcome> outcome_of(const std::string& name) {
  for (const Outcome outcome : {Outcome::passed, Outcome::failed, Outcome::warning, Outcome::skipped})
    if (name == name_of(outcome)) return outcome;
  return std::nullopt;
}

const std::vector<Check>& all_checks() {
  static const std::vector<Check> all = [] {
    std::vector<Check> checks;
    for (const auto& group :
         {entry_checks(), descriptor_checks(), settings_checks(), lifecycle_checks(), interruption_checks(),
          registration_checks(), task_checks(), http_checks(), health_checks(), console_checks(), metrics_checks(),
          leftover_checks(), config_checks(), output_checks()})
      checks.insert(checks.end(), group.begin(), group.end());
    return checks;
  }();
  return all;
}

const Check* find_check(const std::string& name) {
  const auto& all = all_checks();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Check& check) { return check.name == name; });
  return found == all.end() ? nullptr : &*found;
}

Verdict run_here(const Check& check, const Subject& subject) {
  try {
    return check.run(subject);
  } catch (const Skipped& reason) {
    return {Outcome::skipped, reason.what()};
  } catch (const std::exception& reason) {
    return {Outcome::failed, reason.what()};
  }
}

}  // namespace kongflow::host::validate
