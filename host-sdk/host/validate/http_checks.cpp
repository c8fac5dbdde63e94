#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/report.h"
#include "kongflow/abi/database.h"

namespace kongflow::host::validate {
namespace {

constexpr std::chrono::milliseconds slack{1'000};

// What became of all requests, once the plugin has stopped.
std::vector<Asked> asked_of(Trial& trial, Requests requests, bool cancelled = false) {
  trial.begin();
  if (trial.routes().all().empty()) throw Skipped("it registers no route");
  auto asked = ask_routes(trial, requests, cancelled);
  trial.end();
  return asked;
}

Verdict are_answered(const Subject& subject) {
  Trial trial(subject);
  for (const Asked& asked : asked_of(trial, Requests::hostile)) {
    if (!asked.response)
      return {Outcome::failed, asked.what + " was never completed; a client would wait until its time is over"};
    if (asked.took > RouteTrial::time_of_a_request + slack)
      return {Outcome::failed, asked.what + " took " + std::to_string(asked.took.count()) +
                                   " ms, but remaining_ms was " +
                                   std::to_string(RouteTrial::time_of_a_request.count())};
  }
  return {};
}

Verdict are_answered_once(const Subject& subject) {
  Trial trial(subject);
  for (const Asked& asked : asked_of(trial, Requests::hostile))
    if (asked.completions() > 1)
      return {Outcome::failed, asked.what + " was completed " + std::to_string(asked.completions()) +
                                   " times; the host refused all but the first"};
  return {};
}

Verdict let_no_exception_out(const Subject& subject) {
  Trial trial(subject);
  for (const Asked& asked : asked_of(trial, Requests::hostile))
    if (!asked.seen->exception.empty())
      return {Outcome::failed, asked.what + " let an exception out: " + asked.seen->exception};
  return {};
}

Verdict blame_the_client(const Subject& subject) {
  Trial trial(subject);
  if (subject.database.empty() && trial.requires_service(KF_DATABASE_SERVICE))
    throw Skipped("it needs a database: name one with --database");
  for (const Asked& asked : asked_of(trial, Requests::hostile))
    if (asked.response && asked.response->status == 500 && asked.seen->exception.empty())
      return {Outcome::warning, asked.what + " is answered with 500: a fault of the plugin's or one of the client's?"};
  return {};
}

Verdict heed_cancellation(const Subject& subject) {
  Trial trial(subject);
  for (const Asked& asked : asked_of(trial, Requests::plain, true))
    if (!asked.response || asked.took > slack)
      return {Outcome::failed, asked.what + " took " + std::to_string(asked.took.count()) +
                                   " ms, although it was cancelled from the beginning"};
  return {};
}

}  // namespace

std::vector<Check> http_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order"}, answered{"lifecycle.in-order", "http.answered"};
  return {
      {"http.answered", "Every request, however malformed, is completed in its time.", needs, &are_answered},
      {"http.answered-once", "No exchange is completed twice.", needs, &are_answered_once},
      {"http.no-exceptions", "No exception leaves a route.", needs, &let_no_exception_out},
      {"http.no-500", "Malformed requests are not answered with 500.", answered, &blame_the_client},
      {"http.cancelled", "A request that is cancelled before it begins is answered at once.", answered,
       &heed_cancellation},
  };
}

}  // namespace kongflow::host::validate
