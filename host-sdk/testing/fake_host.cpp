#include "kongflow/testing/fake_host.h"

#include <algorithm>
#include <future>
#include <stdexcept>

#include "kongflow/testing/fake_router.h"
#include "kongflow/testing/fake_state.h"
#include "kongflow/text.hpp"

namespace kongflow::testing {
namespace {

std::vector<kf_pair> to_pairs(const std::vector<std::pair<std::string, std::string>>& from) {
  std::vector<kf_pair> pairs;
  pairs.reserve(from.size());
  for (const auto& [name, value] : from) pairs.push_back({to_abi(name), to_abi(value)});
  return pairs;
}

kf_environment to_environment(const EnvironmentFacts& facts) {
  return {sizeof(kf_environment),
          0,
          to_abi(facts.id),
          to_abi(facts.slug),
          to_abi(facts.type),
          to_abi(facts.api_key),
          to_abi(facts.organization_id),
          to_abi(facts.project_id)};
}

kf_task to_task(const std::string& identifier, const TaskFacts& facts) {
  return {sizeof(kf_task),    facts.attempt,    facts.max_attempts,         0,
          to_abi(identifier), to_abi(facts.id), to_abi(facts.payload_json), to_abi(facts.queue_name),
          to_abi("")};
}

}  // namespace

FakeHost::State::State(const kf_descriptor* from)
    : descriptor(from), settings(from == nullptr ? nullptr : from->options, from == nullptr ? 0 : from->option_count) {
  host = {sizeof(kf_host), KF_ABI_MINOR, this, to_abi("fake-host"), to_abi("0"), &fake_service};
}

FakeCall& FakeHost::State::new_call(const std::string& kind, const CallFacts& facts) {
  const std::lock_guard lock(mutex);
  return calls.emplace_back(kind + "-" + std::to_string(calls.size() + 1), facts.time_left, facts.cancelled,
                            violations);
}

kf_status FakeHost::State::starting(const std::string& what) {
  if (phase == Phase::starting) return KF_OK;
  violations.add("The " + what + " was registered outside start().");
  return KF_UNAVAILABLE;
}

FakeHost::FakeHost(const kf_descriptor& descriptor) : state_(std::make_unique<State>(&descriptor)) {}

FakeHost::FakeHost(std::function<void(Registrar&)> registration) : state_(std::make_unique<State>(nullptr)) {
  state_->registration = std::move(registration);
}

FakeHost::~FakeHost() {
  stop();
  if (state_->plugin != nullptr) state_->plugin->destroy(state_->plugin);
}

void FakeHost::set(const std::string& name, const std::string& text) {
  state_->settings.set(name, text);
}

void FakeHost::set_database(std::string connection_string) {
  state_->database = std::move(connection_string);
}

void FakeHost::start() {
  if (state_->phase != State::Phase::idle) throw std::logic_error("start() was called twice.");
  if (state_->descriptor == nullptr) {
    state_->phase = State::Phase::starting;
    state_->started = true;
    Registrar registrar(Host(&state_->host), state_->hooks);
    state_->registration(registrar);
    state_->phase = State::Phase::running;
    return;
  }
  state_->settings.check_required();
  if (state_->descriptor->create(&state_->host, &state_->plugin) != KF_OK || state_->plugin == nullptr)
    throw std::runtime_error("The plugin could not be created.");
  if (const Outcome configured = reconfigure(); configured.status != KF_OK)
    throw std::runtime_error(configured.message);
  state_->phase = State::Phase::starting;
  state_->started = true;
  FakeCall& call = state_->new_call("start", {});
  const Outcome started = finish(call, state_->plugin->start(state_->plugin, call.native()));
  state_->phase = started.status == KF_OK ? State::Phase::running : State::Phase::stopped;
  if (started.status != KF_OK) throw std::runtime_error(started.message);
}

Outcome FakeHost::reconfigure() {
  const auto before = std::exchange(state_->phase, State::Phase::configuring);
  FakeCall& call = state_->new_call("configure", {});
  Outcome outcome = finish(call, state_->plugin->configure(state_->plugin, call.native()));
  state_->phase = before;
  return outcome;
}

void FakeHost::drain() {
  if (state_->phase != State::Phase::running) return;
  state_->phase = State::Phase::drained;
  if (state_->plugin != nullptr) state_->plugin->drain(state_->plugin);
}

void FakeHost::stop() {
  drain();
  if (state_->phase != State::Phase::drained) return;
  state_->phase = State::Phase::stopped;
  if (state_->plugin == nullptr) return;
  std::promise<void> done;
  state_->plugin->stop(
      state_->plugin, [](void* context) { static_cast<std::promise<void>*>(context)->set_value(); }, &done);
  done.get_future().wait();
}

Outcome FakeHost::run_task(const std::string& identifier, const TaskFacts& facts) {
  const FakeTask& task = state_->tasks.at(identifier);
  FakeCall& call = state_->new_call("task", facts.call);
  const kf_task native = to_task(identifier, facts);
  return finish(call, task.run(task.self, &native, call.native()));
}

std::string FakeHost::share_of(const std::string& identifier, const TaskFacts& facts) {
  const FakeTask& task = state_->tasks.at(identifier);
  if (task.share == nullptr) throw std::out_of_range("The task " + identifier + " does not wait");
  FakeCall& call = state_->new_call("share", facts.call);
  const kf_task native = to_task(identifier, facts);
  kf_share share{};
  share.struct_size = sizeof share;
  const Outcome outcome = finish(call, task.share(task.self, &native, &share, call.native()));
  return outcome.status == KF_OK ? std::string(share.text, std::min<std::size_t>(share.size, sizeof share.text)) : "";
}

HttpAnswer FakeHost::request(const RequestFacts& facts, std::chrono::milliseconds patience) {
  const std::string_view target = facts.target;
  const std::string_view path = target.substr(0, target.find('?'));
  const std::string_view query = path.size() < target.size() ? target.substr(path.size() + 1) : std::string_view();
  const FakeMatch match = find_route(state_->routes, facts.method, path);
  HttpAnswer refused;
  refused.status = match.route != nullptr ? 401 : match.other_method ? 405 : 404;
  if (match.route == nullptr || (match.route->needs_environment && !facts.environment)) return refused;

  const auto headers = to_pairs(facts.headers);
  const auto parameters = to_pairs(match.parameters);
  const EnvironmentFacts bearer = facts.environment.value_or(EnvironmentFacts{});
  const kf_environment environment = to_environment(bearer);
  const kf_http_request native{sizeof(kf_http_request),
                               static_cast<std::uint32_t>(headers.size()),
                               to_abi(facts.method),
                               to_abi(path),
                               to_abi(query),
                               to_abi(facts.body),
                               to_abi("127.0.0.1"),
                               to_abi(""),
                               headers.data(),
                               parameters.data(),
                               static_cast<std::uint32_t>(parameters.size()),
                               0,
                               match.route->needs_environment ? &environment : nullptr,
                               facts.body_dropped ? 1u : 0u,
                               facts.secure ? 1u : 0u};
  FakeCall& call = state_->new_call("request", facts.call);
  FakeExchange* exchange = nullptr;
  {
    const std::lock_guard lock(state_->mutex);
    exchange = &state_->exchanges.emplace_back(facts.method + " " + facts.target, call, state_->violations);
  }
  match.route->handle(match.route->self, &native, exchange->native(), call.native());
  return exchange->wait(patience);
}

Outcome FakeHost::health(const std::string& name, const CallFacts& facts) {
  const FakeCheck& check = state_->checks.at(name);
  FakeCall& call = state_->new_call("health", facts);
  return finish(call, check.check(check.self, call.native()));
}

Outcome FakeHost::rows(const std::string& panel, const std::string& query_json, const CallFacts& facts) {
  const FakePanel& fake = state_->panels.at(panel);
  return ask("rows", facts, [&](kf_console_reply* reply, kf_call* call) {
    return fake.rows(fake.self, to_abi(query_json), reply, call);
  });
}

Outcome FakeHost::row(const std::string& panel, const std::string& query_json, const CallFacts& facts) {
  const FakePanel& fake = state_->panels.at(panel);
  if (fake.row == nullptr) throw std::out_of_range("Rows of the panel " + panel + " have no detail page");
  return ask("row", facts, [&](kf_console_reply* reply, kf_call* call) {
    return fake.row(fake.self, to_abi(query_json), reply, call);
  });
}

Outcome FakeHost::version(const std::string& panel, const CallFacts& facts) {
  const FakePanel& fake = state_->panels.at(panel);
  if (fake.version == nullptr) throw std::out_of_range("The panel " + panel + " has no version");
  return ask("version", facts,
             [&](kf_console_reply* reply, kf_call* call) { return fake.version(fake.self, reply, call); });
}

Outcome FakeHost::act(const std::string& panel, const std::string& action, const std::string& input_json,
                      const CallFacts& facts) {
  const FakePanel& fake = state_->panels.at(panel);
  if (fake.actions.count(action) == 0) throw std::out_of_range("The panel " + panel + " has no action " + action);
  return ask("action", facts, [&](kf_console_reply* reply, kf_call* call) {
    return fake.act(fake.self, to_abi(action), to_abi(input_json), reply, call);
  });
}

Outcome FakeHost::ask(const char* what, const CallFacts& facts,
                      const std::function<kf_status(kf_console_reply*, kf_call*)>& panel) {
  FakeCall& call = state_->new_call(what, facts);
  std::string reply;
  const kf_status status = panel(reinterpret_cast<kf_console_reply*>(&reply), call.native());
  return finish(call, status, std::move(reply));
}

std::vector<std::string> FakeHost::task_identifiers() const {
  std::vector<std::string> names;
  for (const auto& [name, task] : state_->tasks) names.push_back(name);
  return names;
}

std::vector<std::string> FakeHost::routes() const {
  std::vector<std::string> names;
  for (const FakeRoute& route : state_->routes) names.push_back(route.method + " " + route.pattern);
  return names;
}

std::vector<std::string> FakeHost::panels() const {
  std::vector<std::string> names;
  for (const auto& [name, panel] : state_->panels) names.push_back(name);
  return names;
}

std::vector<LogLine> FakeHost::log() const {
  const std::lock_guard lock(state_->mutex);
  return state_->log;
}

double FakeHost::metric(const std::string& name, const std::vector<std::string>& labels) const {
  const std::lock_guard lock(state_->mutex);
  const auto found = std::find_if(state_->metrics.begin(), state_->metrics.end(),
                                  [&](const FakeMetric& metric) { return metric.name == name; });
  if (found == state_->metrics.end()) throw std::out_of_range("The metric " + name + " is not defined");
  const auto value = found->values.find(labels);
  return value == found->values.end() ? 0 : value->second;
}

RecordingQueue& FakeHost::queue() {
  return state_->queue;
}

std::uint32_t FakeHost::call_limit() const {
  return state_->call_limit;
}

std::uint64_t FakeHost::reserved_bytes() const {
  return state_->reserved_bytes;
}

std::vector<std::string> FakeHost::violations() const {
  return state_->violations.all();
}

Outcome FakeHost::finish(FakeCall& call, kf_status status, std::string json) {
  call.end();
  auto [code, message] = call.error();
  return {status, std::move(code), std::move(message), std::move(json)};
}

}  // namespace kongflow::testing
