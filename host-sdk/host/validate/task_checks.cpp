#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

constexpr std::chrono::milliseconds slack{1'000};

std::vector<HookCall> calls_of(const Subject& subject, bool cancelled = false) {
  Trial trial(subject);
  trial.begin();
  if (trial.runtime().tasks.all().empty()) throw Skipped("it registers no task");
  auto calls = run_tasks(trial, cancelled);
  trial.end();
  return calls;
}

Verdict end_properly(const Subject& subject) {
  Verdict verdict;
  for (const HookCall& call : calls_of(subject)) {
    if (!call.exception.empty()) continue;
    if (call.status == KF_CANCELLED)
      return {Outcome::failed, call.what + " says that it was cancelled, but it was not"};
    if (call.status < KF_OK || call.status > KF_CANCELLED)
      verdict = {Outcome::warning, call.ended() + ", which no task has; it counts as 1, to be tried again"};
  }
  return verdict;
}

Verdict say_why(const Subject& subject) {
  for (const HookCall& call : calls_of(subject))
    if (call.exception.empty() && !call.says_why())
      return {Outcome::failed, call.ended() + " and gave no reason; call set_error() before"};
  return {};
}

Verdict let_no_exception_out(const Subject& subject) {
  for (const HookCall& call : calls_of(subject))
    if (!call.exception.empty()) return {Outcome::failed, call.what + " let an exception out: " + call.exception};
  return {};
}

Verdict keep_their_time(const Subject& subject) {
  for (const HookCall& call : calls_of(subject))
    if (call.took > time_of_a_hook + slack)
      return {Outcome::failed, call.what + " took " + std::to_string(call.took.count()) + " ms, but remaining_ms was " +
                                   std::to_string(time_of_a_hook.count())};
  return {};
}

Verdict heed_cancellation(const Subject& subject) {
  for (const HookCall& call : calls_of(subject, true))
    if (call.took > slack)
      return {Outcome::failed, call.what + " took " + std::to_string(call.took.count()) +
                                   " ms, although it was cancelled from the beginning"};
  return {};
}

}  // namespace

std::vector<Check> task_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order"};
  return {
      {"tasks.statuses", "Whatever the payload, a task ends with a status that a task has.", needs, &end_properly},
      {"tasks.reasons", "A task that does not succeed says why.", needs, &say_why},
      {"tasks.no-exceptions", "No exception leaves a task.", needs, &let_no_exception_out},
      {"tasks.in-time", "A task ends when its time is over.", needs, &keep_their_time},
      {"tasks.cancelled", "A task that is cancelled before it begins ends at once.", needs, &heed_cancellation},
  };
}

}  // namespace kongflow::host::validate
