#include <charconv>
#include <iostream>
#include <map>
#include <random>

#include "host/cli/commands.h"
#include "host/cli/config_argument.h"
#include "host/config/nearest.h"
#include "host/config/program_paths.h"
#include "host/config/units.h"
#include "host/queue/migrator.h"
#include "host/validate/check.h"
#include "host/validate/print.h"
#include "host/validate/report.h"
#include "host/validate/watched_process.h"

namespace kongflow::host::cli {
namespace {

using validate::Check;
using validate::Finding;
using validate::Outcome;
using validate::Subject;

std::uint64_t seed_of(const Arguments& arguments) {
  const auto text = arguments.value("seed");
  if (!text) return std::random_device{}();
  std::uint64_t seed = 0;
  const auto [rest, error] = std::from_chars(text->data(), text->data() + text->size(), seed);
  if (error != std::errc() || rest != text->data() + text->size()) throw UsageError("--seed must be a number");
  return seed;
}

Subject subject_of(const Arguments& arguments) {
  Subject subject;
  const auto plugin = arguments.operand(0);
  if (!plugin) throw UsageError("PLUGIN is missing");
  subject.plugin = *plugin;
  subject.config = arguments.value("config").value_or("");
  subject.overrides = arguments.values("set");
  subject.database = arguments.value("database").value_or("");
  subject.seed = seed_of(arguments);
  if (const auto text = arguments.value("time-limit")) {
    const auto limit = parse_duration(*text);
    if (!limit || *limit <= 0) throw UsageError("--time-limit must be a duration such as 30s");
    subject.limit = std::chrono::milliseconds(*limit);
  }
  return subject;
}

std::vector<const Check*> chosen(const Arguments& arguments) {
  std::vector<const Check*> checks;
  for (const auto& name : arguments.values("only")) {
    std::vector<std::string> names;
    const std::size_t before = checks.size();
    for (const Check& check : validate::all_checks()) {
      names.push_back(check.name);
      if (check.name == name || check.name.compare(0, name.size() + 1, name + ".") == 0) checks.push_back(&check);
    }
    if (checks.size() == before) throw UsageError("there is no check \"" + name + "\"" + suggestion(name, names));
  }
  if (arguments.values("only").empty())
    for (const Check& check : validate::all_checks()) checks.push_back(&check);
  return checks;
}

void expect_ready(const std::string& database) {
  if (database.empty()) return;
  const Settings settings;
  Log log = command_log(settings);
  if (const auto reason = Migrator(database, sql_dir(settings), log).not_ready()) throw std::runtime_error(*reason);
}

// Arguments that make this program run one check itself.
std::vector<std::string> words_for(const Check& check, const Subject& subject) {
  std::vector<std::string> words{"validate",
                                 subject.plugin.string(),
                                 "--here",
                                 "--only",
                                 check.name,
                                 "--seed",
                                 std::to_string(subject.seed),
                                 "--time-limit",
                                 format_duration(subject.limit.count())};
  if (!subject.config.empty()) words.insert(words.end(), {"--config", subject.config.string()});
  if (!subject.database.empty()) words.insert(words.end(), {"--database", subject.database});
  for (const auto& override : subject.overrides) words.insert(words.end(), {"--set", override});
  return words;
}

int run_one_here(const Arguments& arguments) {
  validate::report_to(validate::kReportDescriptor);
  validate::report(validate::run_here(*chosen(arguments).front(), subject_of(arguments)));
  return 0;
}

// Returns the failed check that prevents this one. Also records this one, for checks that need it.
std::string failed_need(const Check& check, std::map<std::string, std::string>& failed) {
  for (const auto& need : check.needs)
    if (const auto found = failed.find(need); found != failed.end()) return failed[check.name] = found->second;
  return {};
}

int validate_plugin(const Arguments& arguments) {
  if (arguments.has("list")) {
    validate::print_checks(std::cout, arguments.has("json"));
    return 0;
  }
  if (arguments.has("here")) return run_one_here(arguments);
  const Subject subject = subject_of(arguments);
  const auto checks = chosen(arguments);
  expect_ready(subject.database);
  const bool as_json = arguments.has("json");
  if (!as_json) std::cout << subject.plugin.string() << ", seed " << subject.seed << '\n';

  std::vector<Finding> findings;
  std::map<std::string, std::string> failed;
  for (const Check* check : checks) {
    const std::string need = failed_need(*check, failed);
    findings.push_back(need.empty() ? validate::run_watched(*check, words_for(*check, subject), subject.limit)
                                    : Finding{check->name, {Outcome::skipped, "it needs " + need}, {}, "", ""});
    if (findings.back().verdict.outcome == Outcome::failed) failed[check->name] = check->name;
    if (!as_json) validate::print_finding(std::cout, findings.back());
  }
  if (as_json) {
    validate::print_json(std::cout, subject, findings);
  } else {
    validate::print_summary(std::cout, findings);
  }
  return validate::count(findings, Outcome::failed) > 0 ? 1 : 0;
}

}  // namespace

Command validate_command() {
  return {"validate",
          "Checks that a plugin fulfils the contract; each check runs in its own process.",
          "Runs the plugin as the host does, through its whole life cycle and with hostile input, without a\n"
          "listener. Without --database there is no database. A check that crashes or hangs fails; the others\n"
          "continue. Exit status 1 when a check failed. Without --config the plugin gets its defaults and the\n"
          "settings from --set.",
          {{"PLUGIN", "the shared object", false}},
          {{"only", 0, "NAME", "runs one check or a group of checks; may be repeated"},
           {"list", 0, "", "prints the checks and their requirements"},
           {"json", 0, "", "prints one JSON object"},
           {"seed", 0, "NUMBER", "repeats the random inputs of an earlier run"},
           {"time-limit", 0, "DURATION", "kills a check after this time (30s)"},
           {"database", 0, "URL", "a migrated test database for the plugin; hooks may write to it"},
           {"here", 0, "", ""}},
          &validate_plugin};
}

}  // namespace kongflow::host::cli
