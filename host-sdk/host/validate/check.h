// One check of a plugin: its name and its function.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace kongflow::host::validate {

enum class Outcome { passed, failed, warning, skipped };
const char* name_of(Outcome outcome);
std::optional<Outcome> outcome_of(const std::string& name);

struct Verdict {
  Outcome outcome = Outcome::passed;
  std::string reason;  // a sentence; may be empty when the check passed
};

// Thrown by a check to end with this verdict.
struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Skipped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The plugin to check, and the options of the checks.
struct Subject {
  std::filesystem::path plugin;
  std::filesystem::path config;        // a config file with the plugin's table; empty: use defaults
  std::vector<std::string> overrides;  // --set
  std::string database;                // libpq connection string; empty: a dry run
  std::uint64_t seed = 0;
  std::chrono::milliseconds limit{30'000};  // per check

  // How long a check waits for an expected event.
  std::chrono::milliseconds wait_limit() const { return std::min(limit / 3, std::chrono::milliseconds(5'000)); }
};

struct Check {
  std::string name;                // "lifecycle.two-lives": its group and its subject
  std::string summary;             // requirement that a plugin must fulfil to pass
  std::vector<std::string> needs;  // names of checks; skipped when one of them fails
  Verdict (*run)(const Subject& subject);
  bool until_exit = false;  // the exit of the process counts too
};

// In execution order: no check needs a later one.
const std::vector<Check>& all_checks();
// Null when there is no check with this name.
const Check* find_check(const std::string& name);

// Runs the check in this process.
Verdict run_here(const Check& check, const Subject& subject);

}  // namespace kongflow::host::validate
