#include "host/validate/config_inputs.h"
#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

constexpr int kRounds = 300;
constexpr std::string_view kNoReason = "it gave no reason";

// Random settings that override the subject's, without values that the host rejects; `refused` counts those.
OptionValues merged(const OptionValues& settings, const std::vector<ConfigEntry>& entries, int& refused) {
  OptionValues values = settings;
  for (const auto& entry : entries) {
    auto checked = check_value(*values.option(entry.key), entry.value);
    if (checked.value) {
      values.set(entry.key, std::move(*checked.value), Origin::file);
    } else {
      ++refused;
    }
  }
  return values;
}

// Applies random settings and counts the outcomes. `take` configures a plugin and returns the reason of a rejection.
Verdict fuzz(const Subject& subject, const std::vector<Option>& options, const OptionValues& settings,
             const std::function<std::optional<std::string>(const OptionValues&)>& take) {
  if (options.empty()) throw Skipped("it has no settings");
  ConfigInputs inputs(subject.seed, options);
  int taken = 0, refused = 0, refused_by_host = 0;
  for (int round = 1; round <= kRounds; ++round) {
    const auto entries = inputs.next();
    const std::string what =
        "round " + std::to_string(round) + " of seed " + std::to_string(subject.seed) + ": " + shown(entries);
    set_context(what);
    const auto refusal = take(merged(settings, entries, refused_by_host));
    if (refusal && refusal->find(kNoReason) != std::string::npos) throw Failed(*refusal + ", in " + what);
    ++(refusal ? refused : taken);
  }
  set_context("");
  return {Outcome::passed, "seed " + std::to_string(subject.seed) + ": " + std::to_string(taken) + " accepted, " +
                               std::to_string(refused) + " rejected by the plugin, " + std::to_string(refused_by_host) +
                               " by the host"};
}

Verdict survive_fuzz(const Subject& subject) {
  const Trial first(subject);
  const OptionValues& settings = first.settings();
  return fuzz(subject, settings.options(), settings, [&](const OptionValues& values) {
    Trial trial(subject);
    trial.create();
    trace_step("configure()");
    auto refusal = trial.plugin().configure(values);
    trial.expect_no_breach();
    trial.destroy();
    return refusal;
  });
}

Verdict survive_fuzz_while_running(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  Verdict verdict = fuzz(subject, trial.settings().options(), trial.settings(), [&](const OptionValues& values) {
    trace_step("configure()");
    auto refusal = trial.plugin().configure(values);
    trial.expect_no_breach();
    return refusal;
  });
  trace_step("configure() with the first settings again");
  trial.configure();
  call_everything_once(trial);
  trial.end();
  return verdict;
}

}  // namespace

std::vector<Check> config_checks() {
  return {
      {"config.fuzz",
       "Random settings are accepted, or rejected with a reason.",
       {"lifecycle.in-order"},
       &survive_fuzz},
      {"config.fuzz-while-running",
       "A running plugin does the same and continues to run.",
       {"lifecycle.in-order"},
       &survive_fuzz_while_running},
  };
}

}  // namespace kongflow::host::validate
