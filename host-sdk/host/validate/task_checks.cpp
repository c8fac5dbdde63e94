#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

constexpr std::chrono::milliseconds kSlack{1'000};

std::vector<HookCall> calls_of(const Subject& subject, bool cancelled = false) {
  Trial trial(subject);
  trial.begin();
  if (trial.runtime().tasks.all().empty()) throw Skipped("it registers no tasks");
  auto calls = run_tasks(trial, cancelled);
  trial.end();
  return calls;
}

Verdict end_properly(const Subject& subject) {
  Verdict verdict;
  for (const HookCall& call : calls_of(subject)) {
    if (!call.exception.empty()) continue;
    if (call.status == KF_CANCELLED)
      return {Outcome::failed, call.what + " reports that it was cancelled, but it was not"};
    if (call.status < KF_OK || call.status > KF_CANCELLED)
      verdict = {Outcome::warning, call.ended() + ", which is not a task status; the host treats it as 1, a retry"};
  }
  return verdict;
}

Verdict give_a_reason(const Subject& subject) {
  for (const HookCall& call : calls_of(subject))
    if (call.exception.empty() && !call.has_reason())
      return {Outcome::failed, call.ended() + " and gave no reason; call set_error() before"};
  return {};
}

Verdict let_no_exception_out(const Subject& subject) {
  for (const HookCall& call : calls_of(subject))
    if (!call.exception.empty()) return {Outcome::failed, call.what + " threw an exception: " + call.exception};
  return {};
}

Verdict end_in_time(const Subject& subject) {
  for (const HookCall& call : calls_of(subject))
    if (call.took > kHookTimeLimit + kSlack)
      return {Outcome::failed, call.what + " took " + std::to_string(call.took.count()) + " ms, but remaining_ms was " +
                                   std::to_string(kHookTimeLimit.count())};
  return {};
}

Verdict end_when_cancelled(const Subject& subject) {
  for (const HookCall& call : calls_of(subject, true))
    if (call.took > kSlack)
      return {Outcome::failed, call.what + " took " + std::to_string(call.took.count()) +
                                   " ms, although it was cancelled from the beginning"};
  return {};
}

}  // namespace

std::vector<Check> task_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order"};
  return {
      {"tasks.statuses", "A task ends with a valid task status for every payload.", needs, &end_properly},
      {"tasks.reasons", "A task that does not succeed gives a reason.", needs, &give_a_reason},
      {"tasks.no-exceptions", "No exception leaves a task.", needs, &let_no_exception_out},
      {"tasks.in-time", "A task ends within its time limit.", needs, &end_in_time},
      {"tasks.cancelled", "A task that is cancelled before it begins ends immediately.", needs, &end_when_cancelled},
  };
}

}  // namespace kongflow::host::validate
