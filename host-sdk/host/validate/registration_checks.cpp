#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

// This check does not cover failures to start: skips then.
void expect_nothing(const std::optional<std::string>& problem) {
  if (problem) throw Skipped(*problem);
}

Verdict are_accepted(const Subject& subject) {
  Trial trial(subject);
  trace_step("start() or earlier");
  expect_nothing(trial.plugin().create());
  expect_nothing(trial.plugin().configure(trial.settings()));
  const auto problem = trial.plugin().start();
  std::string all;
  for (const auto& refusal : trial.plugin().refusals()) all += (all.empty() ? "" : "; ") + refusal;
  if (!all.empty()) return {Outcome::failed, all};
  expect_nothing(problem);
  return {};
}

Verdict come_in_start(const Subject& subject) {
  Trial trial(subject);
  trace_step("configure() or earlier");
  expect_nothing(trial.plugin().create());
  const auto problem = trial.plugin().configure(trial.settings());
  if (trial.plugin().registers_outside_start()) return {Outcome::failed, "it registers something in configure()"};
  expect_nothing(problem);
  return {};
}

Verdict come_from_no_hook(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  call_everything_once(trial);
  trial.end();
  if (trial.plugin().registers_outside_start())
    return {Outcome::failed, "it registers something in its hooks; the host rejected that"};
  return {};
}

}  // namespace

std::vector<Check> registration_checks() {
  return {
      {"registration.accepted", "The host accepts all its registrations.", {"settings.complete"}, &are_accepted},
      {"registration.only-in-start", "It registers nothing in configure().", {"settings.complete"}, &come_in_start},
      {"registration.not-in-hooks", "It registers nothing in its hooks.", {"lifecycle.in-order"}, &come_from_no_hook},
  };
}

}  // namespace kongflow::host::validate
