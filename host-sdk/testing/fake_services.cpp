#include <algorithm>
#include <cstring>
#include <memory>

#include "kongflow/abi/admission.h"
#include "kongflow/abi/call.h"
#include "kongflow/abi/config.h"
#include "kongflow/abi/database.h"
#include "kongflow/abi/http.h"
#include "kongflow/abi/log.h"
#include "kongflow/testing/fake_state.h"
#include "kongflow/text.hpp"

namespace kongflow::testing {
namespace {

using State = FakeHost::State;

std::string copy(kf_str text) {
  return std::string(view(text));
}

kf_status add_task(const kf_host* host, const std::string& identifier, const FakeTask& task) {
  State& state = State::of(host);
  if (const kf_status status = state.starting("task " + identifier); status != KF_OK) return status;
  return state.tasks.emplace(identifier, task).second ? KF_OK : KF_CONFLICT;
}

kf_status add_plain_task(const kf_host* host, kf_str identifier, kf_task_fn run, void* self) {
  return add_task(host, copy(identifier), {run, self, nullptr});
}

kf_status add_waiting_task(const kf_host* host, const kf_waiting_task* task) {
  return add_task(host, copy(task->identifier), {task->run, task->self, task->share});
}

kf_status limit_calls(const kf_host* host, std::uint32_t per_share) {
  if (per_share == 0) return KF_BAD_ARGUMENT;
  State::of(host).call_limit = per_share;
  return KF_OK;
}

struct FakeReservation {
  State& state;
  std::uint64_t bytes;
};

kf_status reserve(const kf_host* host, kf_str, std::uint64_t bytes, std::int64_t, kf_call*, kf_reservation** out) {
  State& state = State::of(host);
  state.reserved_bytes += bytes;
  *out = reinterpret_cast<kf_reservation*>(new FakeReservation{state, bytes});
  return KF_OK;
}

void release(kf_reservation* native) {
  const std::unique_ptr<FakeReservation> reservation(reinterpret_cast<FakeReservation*>(native));
  if (reservation) reservation->state.reserved_bytes -= reservation->bytes;
}

kf_status enqueue(const kf_host* host, const kf_task_spec* spec, kf_call* call) {
  const kf_status status = State::of(host).queue.add(*spec);
  if (status != KF_OK && call != nullptr) FakeCall::of(call).set_error("QUEUE", "The recording queue is set to fail.");
  return status;
}

kf_status add_route(const kf_host* host, const kf_http_route* route) {
  State& state = State::of(host);
  const std::string method = copy(route->method);
  const std::string pattern = copy(route->pattern);
  if (const kf_status status = state.starting("route " + method + " " + pattern); status != KF_OK) return status;
  const bool taken = std::any_of(state.routes.begin(), state.routes.end(), [&](const FakeRoute& other) {
    return other.method == method && other.pattern == pattern;
  });
  if (taken) return KF_CONFLICT;
  state.routes.push_back({method, pattern, (route->flags & KF_HTTP_ENVIRONMENT) != 0, route->handle, route->self});
  return KF_OK;
}

kf_status complete(kf_exchange* exchange, std::uint32_t status, const kf_pair* headers, std::uint32_t header_count,
                   kf_str body) {
  return FakeExchange::of(exchange).complete(status, headers, header_count, body);
}

kf_status add_panel(const kf_host* host, const kf_console_panel* panel) {
  State& state = State::of(host);
  const std::string id = copy(panel->id);
  if (const kf_status status = state.starting("panel " + id); status != KF_OK) return status;
  FakePanel fake{{}, panel->rows, panel->row, panel->act, panel->version, panel->self};
  for (std::uint32_t i = 0; i < panel->action_count; ++i) fake.actions.insert(copy(panel->actions[i].id));
  return state.panels.emplace(id, std::move(fake)).second ? KF_OK : KF_CONFLICT;
}

void reply(kf_console_reply* out, kf_str json) {
  *reinterpret_cast<std::string*>(out) = copy(json);
}

kf_status add_check(const kf_host* host, kf_str name, kf_health_fn check, void* self) {
  State& state = State::of(host);
  if (const kf_status status = state.starting("health check " + copy(name)); status != KF_OK) return status;
  return state.checks.emplace(copy(name), FakeCheck{check, self}).second ? KF_OK : KF_CONFLICT;
}

kf_status define_metric(const kf_host* host, const kf_metric* metric, std::uint32_t* handle) {
  State& state = State::of(host);
  if (const kf_status status = state.starting("metric " + copy(metric->name)); status != KF_OK) return status;
  const std::lock_guard lock(state.mutex);
  for (const FakeMetric& other : state.metrics)
    if (other.name == view(metric->name)) return KF_CONFLICT;
  *handle = static_cast<std::uint32_t>(state.metrics.size());
  state.metrics.push_back({copy(metric->name), metric->kind, metric->label_count, {}});
  return KF_OK;
}

void record(const kf_host* host, std::uint32_t handle, double value, const kf_str* labels, std::uint32_t count) {
  State& state = State::of(host);
  const std::lock_guard lock(state.mutex);
  if (handle >= state.metrics.size() || state.metrics[handle].label_count != count)
    return state.violations.add("A metric was recorded that is not defined with this number of labels.");
  std::vector<std::string> key;
  for (std::uint32_t i = 0; i < count; ++i) key.push_back(copy(labels[i]));
  double& stored = state.metrics[handle].values[key];
  switch (state.metrics[handle].kind) {
    case KF_METRIC_GAUGE:
      stored = value;
      break;
    case KF_METRIC_HISTOGRAM:
      stored += 1;
      break;
    default:
      stored += value;
  }
}

int32_t log_enabled(const kf_host*, kf_log_level) {
  return 1;
}

void log_write(const kf_host* host, const kf_call* call, kf_log_level level, kf_str message, const kf_pair* fields,
               std::uint32_t count) {
  LogLine line{level, call == nullptr ? std::string() : FakeCall::of(call).id(), copy(message), {}};
  for (std::uint32_t i = 0; i < count; ++i) line.fields.emplace_back(copy(fields[i].name), copy(fields[i].value));
  State& state = State::of(host);
  const std::lock_guard lock(state.mutex);
  state.log.push_back(std::move(line));
}

bool configuring(const kf_host* host) {
  State& state = State::of(host);
  if (state.phase == State::Phase::configuring) return true;
  state.violations.add("A setting was read outside configure().");
  return false;
}

kf_status config_string(const kf_host* host, kf_str name, kf_str* out) {
  return configuring(host) ? State::of(host).settings.string(view(name), out) : KF_UNAVAILABLE;
}
kf_status config_integer(const kf_host* host, kf_str name, int64_t* out) {
  return configuring(host) ? State::of(host).settings.integer(view(name), out) : KF_UNAVAILABLE;
}
kf_status config_boolean(const kf_host* host, kf_str name, int32_t* out) {
  return configuring(host) ? State::of(host).settings.boolean(view(name), out) : KF_UNAVAILABLE;
}
kf_status config_list_entry(const kf_host* host, kf_str name, std::uint32_t index, kf_str* out) {
  return configuring(host) ? State::of(host).settings.list_entry(view(name), index, out) : KF_UNAVAILABLE;
}

kf_status connection_string(const kf_host* host, kf_str* out) {
  const State& state = State::of(host);
  if (!state.database || !state.started) return KF_UNAVAILABLE;
  *out = to_abi(*state.database);
  return KF_OK;
}

void set_error(kf_call* call, kf_str code, kf_str message) {
  FakeCall::of(call).set_error(copy(code), copy(message));
}
int32_t cancelled(const kf_call* call) {
  return FakeCall::of(call).cancelled() ? 1 : 0;
}
int64_t remaining_ms(const kf_call* call) {
  return FakeCall::of(call).remaining_ms();
}
kf_str call_id(const kf_call* call) {
  return to_abi(FakeCall::of(call).id());
}

const kf_admission_service kAdmission{sizeof(kf_admission_service), limit_calls, reserve, release};
const kf_call_service kCall{sizeof(kf_call_service), set_error, cancelled, remaining_ms, call_id};
const kf_config_service kConfig{sizeof(kf_config_service), config_string, config_integer, config_boolean,
                                config_list_entry};
const kf_console_service kConsole{sizeof(kf_console_service), add_panel, reply};
const kf_database_service kDatabase{sizeof(kf_database_service), connection_string};
const kf_health_service kHealth{sizeof(kf_health_service), add_check};
const kf_http_service kHttp{sizeof(kf_http_service), add_route, complete};
const kf_log_service kLog{sizeof(kf_log_service), log_enabled, log_write};
const kf_metrics_service kMetrics{sizeof(kf_metrics_service), define_metric, record};
const kf_task_service kTasks{sizeof(kf_task_service), add_plain_task, enqueue, add_waiting_task};

}  // namespace

const void* fake_service(const kf_host*, const char* id) {
  static const std::map<std::string, const void*> kServices{
      {KF_ADMISSION_SERVICE, &kAdmission}, {KF_CALL_SERVICE, &kCall},         {KF_CONFIG_SERVICE, &kConfig},
      {KF_CONSOLE_SERVICE, &kConsole},     {KF_DATABASE_SERVICE, &kDatabase}, {KF_HEALTH_SERVICE, &kHealth},
      {KF_HTTP_SERVICE, &kHttp},           {KF_LOG_SERVICE, &kLog},           {KF_METRICS_SERVICE, &kMetrics},
      {KF_TASKS_SERVICE, &kTasks}};
  const auto found = kServices.find(id);
  return found == kServices.end() ? nullptr : found->second;
}

}  // namespace kongflow::testing
