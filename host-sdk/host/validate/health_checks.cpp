#include "host/validate/groups.h"
#include "host/validate/hook_call.h"
#include "host/validate/report.h"
#include "host/validate/trial.h"

namespace kongflow::host::validate {
namespace {

constexpr std::chrono::milliseconds kCheckTimeLimit{2'000}, kSlack{1'000};

std::vector<std::pair<HookCall, std::string>> answers_of(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  std::vector<std::pair<HookCall, std::string>> answers;
  for (const HealthCheck& check : trial.runtime().health.all()) {
    std::string sentence;
    const HookCall call = call_hook("the health check \"" + check.name + "\"", false, [&](kf_call*) {
      sentence = check.check().value_or("");
      return KF_OK;
    });
    answers.emplace_back(call, sentence);
  }
  trial.end();
  if (answers.empty()) throw Skipped("it registers no health checks");
  return answers;
}

Verdict answer(const Subject& subject) {
  for (const auto& [call, sentence] : answers_of(subject)) {
    if (call.took > kCheckTimeLimit + kSlack)
      return {Outcome::failed, call.what + " took " + std::to_string(call.took.count()) + " ms, but remaining_ms was " +
                                   std::to_string(kCheckTimeLimit.count())};
    if (sentence.find("gave no reason") != std::string::npos)
      return {Outcome::failed, call.what + " " + sentence + "; call set_error() before"};
  }
  return {};
}

Verdict let_no_exception_out(const Subject& subject) {
  for (const auto& [call, sentence] : answers_of(subject))
    if (!call.exception.empty()) return {Outcome::failed, call.what + " threw an exception: " + call.exception};
  return {};
}

}  // namespace

std::vector<Check> health_checks() {
  return {
      {"health.answers",
       "Health checks end within their time limit, with a reason when they fail.",
       {"lifecycle.in-order"},
       &answer},
      {"health.no-exceptions", "No exception leaves a health check.", {"lifecycle.in-order"}, &let_no_exception_out},
  };
}

}  // namespace kongflow::host::validate
