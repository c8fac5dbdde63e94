#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

// Whether the plugin starts is not the question here.
void expect_nothing(const std::optional<std::string>& problem) {
  if (problem) throw Skipped(*problem);
}

Verdict are_accepted(const Subject& subject) {
  Trial trial(subject);
  at("start(), and what comes before");
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
  at("configure(), and what comes before");
  expect_nothing(trial.plugin().create());
  const auto problem = trial.plugin().configure(trial.settings());
  if (trial.plugin().registers_outside_start()) return {Outcome::failed, "it registers something in configure()"};
  expect_nothing(problem);
  return {};
}

Verdict come_from_no_hook(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  use_lightly(trial);
  trial.end();
  if (trial.plugin().registers_outside_start())
    return {Outcome::failed, "it registers something while it runs; the host refused that"};
  return {};
}

}  // namespace

std::vector<Check> registration_checks() {
  return {
      {"registration.accepted", "The host accepts everything that it registers.", {"settings.complete"}, &are_accepted},
      {"registration.only-in-start", "It registers nothing in configure().", {"settings.complete"}, &come_in_start},
      {"registration.not-in-hooks", "It registers nothing in its hooks.", {"lifecycle.in-order"}, &come_from_no_hook},
  };
}

}  // namespace kongflow::host::validate
