#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

Verdict in_order(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  trial.end();
  return {};
}

Verdict two_lives(const Subject& subject) {
  for (int life = 0; life < 2; ++life) {
    Trial trial(subject);
    trial.begin();
    call_everything_once(trial);
    trial.end();
  }
  return {};
}

Verdict two_instances(const Subject& subject) {
  Trial one(subject), other(subject);
  one.create();
  other.create();
  one.configure();
  other.configure();
  one.start();
  other.start();
  call_everything_once(one);
  one.end();
  trace_step("the other instance, after the end of the first");
  call_everything_once(other);
  other.end();
  return {};
}

Verdict exits_cleanly(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  call_everything_once(trial);
  trial.end();
  trace_step("the end of the process");
  return {};
}

Verdict uses_what_it_requires(const Subject& subject) {
  Trial trial(subject);
  std::string lacking;
  for (const auto& id : service_ids())
    if (!trial.requires_service(id)) {
      trial.runtime().services.hidden_services.insert(id);
      lacking += (lacking.empty() ? "" : ", ") + id;
    }
  if (lacking.empty()) return {};
  try {
    trial.begin();
  } catch (const Failed& problem) {
    trial.expect_no_breach();
    return {Outcome::warning, std::string(problem.what()) + " (in a host without " + lacking +
                                  "): it should require all services that it needs"};
  }
  call_everything_once(trial);
  trial.end();
  return {};
}

}  // namespace

std::vector<Check> lifecycle_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order"};
  return {
      {"lifecycle.in-order", "create, configure, start, drain, stop, destroy.", {"settings.complete"}, &in_order},
      {"lifecycle.two-lives", "A process can run a second life cycle.", needs, &two_lives},
      {"lifecycle.two-instances", "Two concurrent instances do not affect each other.", needs, &two_instances},
      {"lifecycle.exit", "After a life cycle, the process exits cleanly.", needs, &exits_cleanly, true},
      {"lifecycle.only-required-services", "It works with only the services that it requires.", needs,
       &uses_what_it_requires},
  };
}

}  // namespace kongflow::host::validate
