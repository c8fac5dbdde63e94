#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/report.h"
#include "kongflow/abi/database.h"

namespace kongflow::host::validate {
namespace {

constexpr std::chrono::milliseconds kSlack{1'000};

// Results of all requests, after the plugin has stopped.
std::vector<RouteCall> route_calls(Trial& trial, Requests requests, bool cancelled = false) {
  trial.begin();
  if (trial.routes().all().empty()) throw Skipped("it registers no routes");
  auto route_call = call_routes(trial, requests, cancelled);
  trial.end();
  return route_call;
}

Verdict are_answered(const Subject& subject) {
  Trial trial(subject);
  for (const RouteCall& route_call : route_calls(trial, Requests::hostile)) {
    if (!route_call.response)
      return {Outcome::failed, route_call.what + " was never completed; a client would wait until its timeout"};
    if (route_call.took > RouteTrial::kRequestTimeLimit + kSlack)
      return {Outcome::failed, route_call.what + " took " + std::to_string(route_call.took.count()) +
                                   " ms, but remaining_ms was " +
                                   std::to_string(RouteTrial::kRequestTimeLimit.count())};
  }
  return {};
}

Verdict are_answered_once(const Subject& subject) {
  Trial trial(subject);
  for (const RouteCall& route_call : route_calls(trial, Requests::hostile))
    if (route_call.completions() > 1)
      return {Outcome::failed, route_call.what + " was completed " + std::to_string(route_call.completions()) +
                                   " times; the host rejected all but the first"};
  return {};
}

Verdict let_no_exception_out(const Subject& subject) {
  Trial trial(subject);
  for (const RouteCall& route_call : route_calls(trial, Requests::hostile))
    if (!route_call.seen->exception.empty())
      return {Outcome::failed, route_call.what + " threw an exception: " + route_call.seen->exception};
  return {};
}

Verdict return_no_500(const Subject& subject) {
  Trial trial(subject);
  if (subject.database.empty() && trial.requires_service(KF_DATABASE_SERVICE))
    throw Skipped("it needs a database: name one with --database");
  for (const RouteCall& route_call : route_calls(trial, Requests::hostile))
    if (route_call.response && route_call.response->status == 500 && route_call.seen->exception.empty())
      return {Outcome::warning, route_call.what + " gets 500: return a 4xx status if the client is at fault"};
  return {};
}

Verdict end_when_cancelled(const Subject& subject) {
  Trial trial(subject);
  for (const RouteCall& route_call : route_calls(trial, Requests::plain, true))
    if (!route_call.response || route_call.took > kSlack)
      return {Outcome::failed, route_call.what + " took " + std::to_string(route_call.took.count()) +
                                   " ms, although it was cancelled from the beginning"};
  return {};
}

}  // namespace

std::vector<Check> http_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order"}, answered{"lifecycle.in-order", "http.answered"};
  return {
      {"http.answered", "Every request, even a malformed one, is completed within its time limit.", needs,
       &are_answered},
      {"http.answered-once", "No exchange is completed twice.", needs, &are_answered_once},
      {"http.no-exceptions", "No exception leaves a route.", needs, &let_no_exception_out},
      {"http.no-500", "Malformed requests do not get 500.", answered, &return_no_500},
      {"http.cancelled", "A request that is cancelled before it begins is answered at once.", answered,
       &end_when_cancelled},
  };
}

}  // namespace kongflow::host::validate
