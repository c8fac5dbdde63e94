#include "host/validate/exercise.h"

#include "host/validate/hostile_inputs.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

constexpr int at_once = 4;                           // of each task and route
constexpr std::chrono::milliseconds to_answer{100};  // where it does not matter

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

std::vector<Asked> ask_routes(Trial& trial, Requests requests, bool cancelled) {
  std::vector<Asked> all;
  const std::string segment = hostile_segments().front().text, body = hostile_texts().front().text;
  const auto ask = [&](const Route& route, const std::string& label, HttpRequest request) {
    all.push_back(trial.routes().ask(route, std::move(request), route.method + " " + route.pattern + " with " + label,
                                     cancelled));
    return all.back().response.has_value();
  };
  for (const Route& route : trial.routes().all()) {
    if (!ask(route, "a plain request", request_of(route, segment, "", body))) return all;
    if (requests == Requests::plain) continue;
    for (const auto& [label, text] : hostile_texts())
      if (!ask(route, label, request_of(route, segment, "", text))) return all;
    for (const auto& [label, text] : hostile_queries())
      if (!ask(route, label, request_of(route, segment, text, body))) return all;
    for (const auto& [label, text] : hostile_segments())
      if (route.pattern.find("/:") != std::string::npos && !ask(route, label, request_of(route, text, "", body)))
        return all;
    auto many_headers = request_of(route, segment, "", body);
    for (int i = 0; i < 200; ++i) many_headers.headers.emplace_back("x-header-" + std::to_string(i), "\xff\t\"");
    if (!ask(route, "200 odd headers", std::move(many_headers))) return all;
  }
  return all;
}

void use_lightly(Trial& trial) {
  for (const auto& [identifier, task] : trial.runtime().tasks.all())
    call_hook("the task " + identifier, false,
              [&, name = identifier, handler = task](kf_call* call) { return attempt(name, handler, "{}", call); });
  std::vector<std::function<Asked(std::chrono::milliseconds)>> answers;
  for (const Route& route : trial.routes().all())
    answers.push_back(trial.routes().begin(route, request_of(route, hostile_segments().front().text, "", "{}"),
                                           route.method + " " + route.pattern, false));
  for (const auto& answer : answers) answer(to_answer);
  at("the health checks");
  trial.runtime().health.report();
}

Traffic::Traffic(Trial& trial) : trial_(trial) {
  for (const auto& [identifier, task] : trial.runtime().tasks.all())
    for (int i = 0; i < at_once; ++i) {
      kf_call& call = calls_.emplace_back("task-" + std::to_string(i), kf_call::Clock::now() + time_of_a_hook);
      threads_.emplace_back([name = identifier, handler = task, &call] {
        try {
          attempt(name, handler, "{}", &call);
        } catch (...) {  // tasks.no-exceptions tells
        }
      });
    }
  for (const Route& route : trial.routes().all())
    for (int i = 0; i < at_once; ++i)
      answers_.push_back(
          trial.routes().begin(route, request_of(route, "thing", "", "{}"), route.method + " " + route.pattern, false));
}

Traffic::~Traffic() {
  cancel();
}

std::chrono::milliseconds Traffic::cancel() {
  at("the end of cancelled calls");
  const auto begin = kf_call::Clock::now();
  for (kf_call& call : calls_) call.cancel();
  trial_.routes().cancel();
  for (std::thread& thread : threads_) thread.join();
  for (const auto& answer : answers_) answer(RouteTrial::time_of_a_request + trial_.routes().patience());
  threads_.clear();
  answers_.clear();
  return std::chrono::duration_cast<std::chrono::milliseconds>(kf_call::Clock::now() - begin);
}

}  // namespace kongflow::host::validate
