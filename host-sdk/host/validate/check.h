// One check of a plugin: its name, and the function that finds out.
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
  std::string reason;  // a sentence; may be empty when it passed
};

// Thrown where the verdict is clear in the middle of a check.
struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Skipped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// What is checked, and how.
struct Subject {
  std::filesystem::path plugin;
  std::filesystem::path config;        // a config file with the plugin's table; empty: its defaults
  std::vector<std::string> overrides;  // --set
  std::string database;                // libpq connection string; empty: a dry run
  std::uint64_t seed = 0;
  std::chrono::milliseconds limit{30'000};  // of one check

  // How long a check waits for something that must come.
  std::chrono::milliseconds patience() const { return std::min(limit / 3, std::chrono::milliseconds(5'000)); }
};

struct Check {
  std::string name;                // "lifecycle.two-lives": its group and what it looks at
  std::string summary;             // what a plugin has to do to pass
  std::vector<std::string> needs;  // names of checks; when one of them fails, this one is skipped
  Verdict (*run)(const Subject& subject);
  bool to_the_end = false;  // how the process ends counts too
};

// In the order in which they run: nothing needs a later one.
const std::vector<Check>& all_checks();
// Null: there is none of this name.
const Check* find_check(const std::string& name);

// Runs it in this process.
Verdict run_here(const Check& check, const Subject& subject);

}  // namespace kongflow::host::validate
