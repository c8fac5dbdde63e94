// Registration of a plugin's tasks, routes, panels, metrics and health checks.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kongflow/console.hpp"
#include "kongflow/health.hpp"
#include "kongflow/host.hpp"
#include "kongflow/http.hpp"
#include "kongflow/metrics.hpp"
#include "kongflow/task.hpp"

namespace kongflow {

namespace detail {

// Owns the hooks that the host points to, until the plugin is destroyed.
class Hooks {
 public:
  template <typename Hook>
  Hook* keep(Hook hook) {
    auto owned = std::make_shared<Hook>(std::move(hook));
    Hook* raw = owned.get();
    kept_.push_back(std::move(owned));
    return raw;
  }

 private:
  std::vector<std::shared_ptr<void>> kept_;
};

}  // namespace detail

// Usable only while start() runs [main]. Every function throws Error with the reason when the host rejects the
// registration: the name is taken, or the host lacks the service.
class Registrar {
 public:
  Registrar(Host host, detail::Hooks& hooks) : host_(host), hooks_(hooks) {}

  Host host() const { return host_; }

  // Registers the handler for all tasks with this identifier.
  void task(std::string_view identifier, TaskHandler handler) {
    const auto& tasks = host_.service<kf_task_service>(KF_TASKS_SERVICE);
    auto* hook = hooks_.keep(detail::TaskHook{calls(), std::move(handler)});
    check(tasks.add(host_.native(), to_abi(identifier), &detail::TaskHook::run, hook), "task", identifier);
  }

  // Like task(), for tasks that wait for another party, such as a user's app: see kf_waiting_task. `share` returns the
  // tenant that a task waits for. Requires a host of ABI 1.1.
  void waiting_task(std::string_view identifier, TaskShare share, TaskHandler handler) {
    const auto& tasks = host_.service<kf_task_service>(KF_TASKS_SERVICE);
    if (!KF_HAS(&tasks, add_waiting))
      throw Error(KF_UNAVAILABLE, "OLD_HOST", "Waiting tasks need a host of plugin ABI 1.1 or newer.");
    auto* hook = hooks_.keep(detail::TaskHook{calls(), std::move(handler), std::move(share)});
    const kf_waiting_task task{sizeof(kf_waiting_task),       0,   to_abi(identifier), &detail::TaskHook::run,
                               &detail::TaskHook::name_share, hook};
    check(tasks.add_waiting(host_.native(), &task), "task", identifier);
  }

  // `pattern`: "/api/v1/things/:name"; a ":name" segment takes exactly one non-empty path segment.
  void route(std::string_view method, std::string_view pattern, Access access, RouteHandler handler,
             const RouteOptions& options = {}) {
    async_route(method, pattern, access, detail::to_async(host_.log(), std::move(handler)), options);
  }
  void async_route(std::string_view method, std::string_view pattern, Access access, AsyncRouteHandler handler,
                   const RouteOptions& options = {}) {
    const auto& http = host_.service<kf_http_service>(KF_HTTP_SERVICE);
    auto* hook = hooks_.keep(detail::RouteHook{&http, calls(), host_.log(), std::move(handler)});
    std::uint32_t flags = 0;
    if (access == Access::environment) flags |= KF_HTTP_ENVIRONMENT;
    if (options.decoded_body) flags |= KF_HTTP_DECODED_BODY;
    if (options.optional_body) flags |= KF_HTTP_OPTIONAL_BODY;
    if (options.waits) flags |= KF_HTTP_WAITS;
    const kf_http_route route{sizeof(kf_http_route),      flags, to_abi(method), to_abi(pattern),
                              &detail::RouteHook::handle, hook};
    check(http.add(host_.native(), &route), "route", std::string(method) + " " + std::string(pattern));
  }

  void panel(Panel panel) {
    const auto& console = host_.service<kf_console_service>(KF_CONSOLE_SERVICE);
    auto* hook = hooks_.keep(detail::PanelHook{&console, calls(), std::move(panel)});
    const Panel& kept = hook->panel;
    std::vector<kf_console_column> columns;
    for (const auto& column : kept.columns)
      columns.push_back({sizeof(kf_console_column), column.sortable ? 1u : 0u, to_abi(column.key), to_abi(column.title),
                         to_abi(column.kind)});
    std::vector<std::vector<kf_console_field>> fields;
    std::vector<kf_console_action> actions;
    for (const auto& action : kept.actions) {
      auto& own = fields.emplace_back();
      for (const auto& field : action.fields)
        own.push_back({sizeof(kf_console_field), field.required ? 1u : 0u, to_abi(field.key), to_abi(field.title),
                       to_abi(field.kind), to_abi(field.column), to_abi(field.help)});
      actions.push_back({sizeof(kf_console_action), action.mutates ? 1u : 0u, to_abi(action.id), to_abi(action.title),
                         to_abi(action.confirm), to_abi(action.confirm_column), own.data(),
                         static_cast<std::uint32_t>(own.size()), static_cast<std::uint32_t>(action.scope)});
    }
    const kf_console_panel native{sizeof(kf_console_panel),
                                  static_cast<std::uint32_t>(columns.size()),
                                  to_abi(kept.id),
                                  to_abi(kept.title),
                                  to_abi(kept.parent),
                                  columns.data(),
                                  actions.data(),
                                  static_cast<std::uint32_t>(actions.size()),
                                  0,
                                  &detail::PanelHook::rows,
                                  kept.row ? &detail::PanelHook::row : nullptr,
                                  kept.act ? &detail::PanelHook::act : nullptr,
                                  kept.version ? &detail::PanelHook::version : nullptr,
                                  hook};
    check(console.add_panel(host_.native(), &native), "panel", kept.id);
  }

  void health(std::string_view name, HealthHandler handler) {
    const auto& health = host_.service<kf_health_service>(KF_HEALTH_SERVICE);
    auto* hook = hooks_.keep(detail::HealthHook{calls(), std::move(handler)});
    check(health.add(host_.native(), to_abi(name), &detail::HealthHook::check, hook), "health check", name);
  }

  // Names follow Prometheus' rules and contain the unit; counters end in "_total": "hello_greetings_total".
  Counter counter(std::string_view name, std::string_view help, const std::vector<std::string>& labels = {}) {
    return define<Counter>(KF_METRIC_COUNTER, name, help, labels, {});
  }
  Gauge gauge(std::string_view name, std::string_view help, const std::vector<std::string>& labels = {}) {
    return define<Gauge>(KF_METRIC_GAUGE, name, help, labels, {});
  }
  // `buckets`: ascending upper bounds.
  Histogram histogram(std::string_view name, std::string_view help, const std::vector<double>& buckets,
                      const std::vector<std::string>& labels = {}) {
    return define<Histogram>(KF_METRIC_HISTOGRAM, name, help, labels, buckets);
  }

 private:
  const kf_call_service* calls() const { return &host_.service<kf_call_service>(KF_CALL_SERVICE); }

  template <typename Handle>
  Handle define(kf_metric_kind kind, std::string_view name, std::string_view help,
                const std::vector<std::string>& labels, const std::vector<double>& buckets) {
    const auto& metrics = host_.service<kf_metrics_service>(KF_METRICS_SERVICE);
    std::vector<kf_str> names;
    names.reserve(labels.size());
    for (const auto& label : labels) names.push_back(to_abi(label));
    const kf_metric metric{sizeof(kf_metric),
                           kind,
                           to_abi(name),
                           to_abi(help),
                           names.data(),
                           static_cast<std::uint32_t>(names.size()),
                           static_cast<std::uint32_t>(buckets.size()),
                           buckets.data()};
    std::uint32_t handle = 0;
    check(metrics.define(host_.native(), &metric, &handle), "metric", name);
    return Handle(host_.native(), &metrics, handle);
  }

  static void check(kf_status status, const char* kind, std::string_view name) {
    if (status == KF_OK) return;
    const std::string what = std::string("The ") + kind + " " + std::string(name);
    if (status == KF_CONFLICT) throw Error(status, "TAKEN", what + " is already taken, by this plugin or another one.");
    if (status == KF_UNAVAILABLE) throw Error(status, "NOT_STARTING", what + " can only be registered in start().");
    throw Error(status, "REFUSED", what + " was rejected by the host with status " + std::to_string(status) + ".");
  }

  Host host_;
  detail::Hooks& hooks_;
};

}  // namespace kongflow
