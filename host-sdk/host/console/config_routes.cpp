#include "host/console/config_routes.h"

#include <boost/json.hpp>
#include <string>

#include "host/console/audit.h"
#include "host/console/setting_json.h"
#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

namespace json = boost::json;

HttpResponse show_config(const ShownConfig& config) {
  const auto running = config.get();
  return json_response(200, json::serialize(json::object{{"file", running.file.string()},
                                                         {"settings", settings_json(running.values)},
                                                         {"problems", json::value_from(problems_now(running))}}));
}

HttpResponse show_level(const Log& log) {
  return json_response(200, json::serialize(json::object{{"level", name_of(log.level())}}));
}

HttpResponse set_level(const ConsoleRequest& request, Log& log) {
  const auto input = request.body();
  const auto* name = input ? input->if_contains("level") : nullptr;
  const auto level =
      name != nullptr && name->is_string() ? log_level_of(std::string(name->get_string())) : std::nullopt;
  if (!level) return error_response(400, R"(The body must be {"level": "debug", "info", "warning" or "error"}.)");
  // Logs at the lower of both levels, so that the line is written.
  const LogLevel before = log.level();
  if (*level < before) log.set_level(*level);
  audit(log, request, "log level", {{"from", name_of(before)}, {"to", name_of(*level)}}, 200);
  log.set_level(*level);
  return show_level(log);
}

}  // namespace

void add_config_routes(ConsoleRoutes& routes, const ShownConfig& config, Log& log) {
  routes.read("/console/api/config", [&config](const ConsoleRequest&) { return show_config(config); });
  routes.read("/console/api/log-level", [&log](const ConsoleRequest&) { return show_level(log); });
  routes.act("PUT", "/console/api/log-level",
             [&log](const ConsoleRequest& request) { return set_level(request, log); });
}

}  // namespace kongflow::host
