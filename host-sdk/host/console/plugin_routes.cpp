#include "host/console/plugin_routes.h"

#include <algorithm>
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "host/console/setting_json.h"
#include "host/fleet/activity.h"
#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

namespace json = boost::json;

json::value p95(const std::vector<std::int64_t>& buckets, const std::vector<double>& bounds_ms) {
  const double ms = quantile_ms(buckets, bounds_ms, 0.95);
  return ms < 0 ? json::value() : json::value(ms);
}

json::array tasks_of(const std::string& plugin, const TaskTable& tasks, const HostActivity& activity) {
  json::array list;
  for (const auto& [name, handler] : tasks.all()) {
    if (handler.owner != plugin) continue;
    const auto found = std::find_if(activity.tasks.begin(), activity.tasks.end(),
                                    [&, &task = name](const TaskActivity& one) { return one.task == task; });
    const TaskActivity done = found == activity.tasks.end() ? TaskActivity() : *found;
    list.push_back({{"task", name},
                    {"done", done.done},
                    {"failed", done.failed},
                    {"retried", done.retried},
                    {"p95Ms", p95(done.buckets, activity.task_bounds_ms)}});
  }
  return list;
}

const char* name_of(RouteAccess access) {
  switch (access) {
    case RouteAccess::open:
      return "open";
    case RouteAccess::environment:
      return "environment";
    case RouteAccess::console:
      return "console";
  }
  return "";
}

json::array routes_of(const std::string& plugin, const RouteTable& routes, const HostActivity& activity) {
  json::array list;
  for (const Route& route : routes.all()) {
    if (route.owner != plugin) continue;
    const auto found = std::find_if(activity.routes.begin(), activity.routes.end(), [&](const RouteActivity& one) {
      return one.method == route.method && one.pattern == route.pattern;
    });
    const RouteActivity done = found == activity.routes.end() ? RouteActivity() : *found;
    list.push_back({{"method", route.method},
                    {"pattern", route.pattern},
                    {"access", name_of(route.access)},
                    {"count", done.count},
                    {"errors", done.errors},
                    {"p95Ms", p95(done.buckets, activity.http_bounds_ms)}});
  }
  return list;
}

HttpResponse list(const PluginPage& page) {
  const HostActivity activity = read_activity(page.metrics);
  json::array plugins;
  for (const auto& plugin : page.config.get().plugins)
    plugins.push_back({{"id", plugin.id},
                       {"name", plugin.name},
                       {"version", plugin.version},
                       {"build", plugin.build},
                       {"abi", plugin.abi},
                       {"state", "started"},
                       {"path", plugin.path},
                       {"tasks", tasks_of(plugin.id, page.tasks, activity)},
                       {"routes", routes_of(plugin.id, page.routes, activity)},
                       {"settings", settings_json(plugin.values)}});
  return json_response(200, json::serialize(json::object{{"plugins", std::move(plugins)}}));
}

}  // namespace

void add_plugin_routes(ConsoleRoutes& routes, PluginPage page) {
  routes.read("/console/api/plugins", [page](const ConsoleRequest&) { return list(page); });
}

}  // namespace kongflow::host
