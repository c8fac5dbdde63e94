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
    use_lightly(trial);
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
  use_lightly(one);
  one.end();
  at("the other instance, after the end of the first");
  use_lightly(other);
  other.end();
  return {};
}

Verdict survives_the_exit(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  use_lightly(trial);
  trial.end();
  at("the end of the process");
  return {};
}

Verdict uses_what_it_requires(const Subject& subject) {
  Trial trial(subject);
  std::string lacking;
  for (const auto& id : service_ids())
    if (!trial.requires_service(id)) {
      trial.runtime().services.withheld.insert(id);
      lacking += (lacking.empty() ? "" : ", ") + id;
    }
  if (lacking.empty()) return {};
  try {
    trial.begin();
  } catch (const Failed& problem) {
    trial.expect_no_breach();
    return {Outcome::warning, std::string(problem.what()) + " (in a host without " + lacking +
                                  "): it should require what it cannot do without"};
  }
  use_lightly(trial);
  trial.end();
  return {};
}

}  // namespace

std::vector<Check> lifecycle_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order"};
  return {
      {"lifecycle.in-order", "create, configure, start, drain, stop, destroy.", {"settings.complete"}, &in_order},
      {"lifecycle.two-lives", "After one life the same process can lead another.", needs, &two_lives},
      {"lifecycle.two-instances", "Two instances at once do not know of each other.", needs, &two_instances},
      {"lifecycle.exit", "After a life, the process ends well.", needs, &survives_the_exit, true},
      {"lifecycle.only-required-services", "It gets along with the services that it requires.", needs,
       &uses_what_it_requires},
  };
}

}  // namespace kongflow::host::validate
