#include "host/validate/exercise.h"

#include "host/validate/hostile_inputs.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

constexpr int kConcurrentCalls = 4;                       // per task and route
constexpr std::chrono::milliseconds kAnswerTimeout{100};  // when the response does not matter

HttpRequest request_of(const Route& route, const std::string& segment, const std::string& query,
                       const std::string& body) {
  HttpRequest request;
  request.path = path_of(route.pattern, segment);
  request.query = query;
  request.body = body;
  request.headers = {{"host", "localhost"}, {"content-type", "application/json"}};
  return request;
}

}  // namespace

std::vector<HookCall> run_tasks(Trial& trial, bool cancelled) {
  std::vector<HookCall> all;
  for (const auto& [identifier, task] : trial.runtime().tasks.all())
    for (const auto& [label, text] : hostile_texts())
      all.push_back(call_hook(std::string("the task ").append(identifier).append(" with ").append(label), cancelled,
                              [&, name = identifier, handler = task, payload = text](kf_call* call) {
                                return attempt(name, handler, payload, call);
                              }));
  return all;
}

std::vector<RouteCall> call_routes(Trial& trial, Requests requests, bool cancelled) {
  std::vector<RouteCall> all;
  const std::string segment = hostile_segments().front().text, body = hostile_texts().front().text;
  const auto send_request = [&](const Route& route, const std::string& label, HttpRequest request) {
    all.push_back(trial.routes().send_request(route, std::move(request),
                                              route.method + " " + route.pattern + " with " + label, cancelled));
    return all.back().response.has_value();
  };
  for (const Route& route : trial.routes().all()) {
    if (!send_request(route, "a plain request", request_of(route, segment, "", body))) return all;
    if (requests == Requests::plain) continue;
    for (const auto& [label, text] : hostile_texts())
      if (!send_request(route, label, request_of(route, segment, "", text))) return all;
    for (const auto& [label, text] : hostile_queries())
      if (!send_request(route, label, request_of(route, segment, text, body))) return all;
    for (const auto& [label, text] : hostile_segments())
      if (route.pattern.find("/:") != std::string::npos &&
          !send_request(route, label, request_of(route, text, "", body)))
        return all;
    auto many_headers = request_of(route, segment, "", body);
    for (int i = 0; i < 200; ++i) many_headers.headers.emplace_back("x-header-" + std::to_string(i), "\xff\t\"");
    if (!send_request(route, "200 odd headers", std::move(many_headers))) return all;
  }
  return all;
}

void call_everything_once(Trial& trial) {
  for (const auto& [identifier, task] : trial.runtime().tasks.all())
    call_hook("the task " + identifier, false,
              [&, name = identifier, handler = task](kf_call* call) { return attempt(name, handler, "{}", call); });
  std::vector<std::function<RouteCall(std::chrono::milliseconds)>> answers;
  for (const Route& route : trial.routes().all())
    answers.push_back(trial.routes().begin(route, request_of(route, hostile_segments().front().text, "", "{}"),
                                           route.method + " " + route.pattern, false));
  for (const auto& answer : answers) answer(kAnswerTimeout);
  trace_step("the health checks");
  trial.runtime().health.report();
}

Traffic::Traffic(Trial& trial) : trial_(trial) {
  for (const auto& [identifier, task] : trial.runtime().tasks.all())
    for (int i = 0; i < kConcurrentCalls; ++i) {
      kf_call& call = calls_.emplace_back("task-" + std::to_string(i), kf_call::Clock::now() + kHookTimeLimit);
      threads_.emplace_back([name = identifier, handler = task, &call] {
        try {
          attempt(name, handler, "{}", &call);
        } catch (...) {  // tasks.no-exceptions reports it
        }
      });
    }
  for (const Route& route : trial.routes().all())
    for (int i = 0; i < kConcurrentCalls; ++i)
      answers_.push_back(
          trial.routes().begin(route, request_of(route, "thing", "", "{}"), route.method + " " + route.pattern, false));
}

Traffic::~Traffic() {
  cancel();
}

std::chrono::milliseconds Traffic::cancel() {
  trace_step("the end of cancelled calls");
  const auto begin = kf_call::Clock::now();
  for (kf_call& call : calls_) call.cancel();
  trial_.routes().cancel();
  for (std::thread& thread : threads_) thread.join();
  for (const auto& answer : answers_) answer(RouteTrial::kRequestTimeLimit + trial_.routes().wait_limit());
  threads_.clear();
  answers_.clear();
  return std::chrono::duration_cast<std::chrono::milliseconds>(kf_call::Clock::now() - begin);
}

}  // namespace kongflow::host::validate
