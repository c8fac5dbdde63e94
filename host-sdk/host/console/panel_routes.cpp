#include "host/console/panel_routes.h"

#include <boost/json.hpp>
#include <optional>
#include <utility>

#include "host/console/audit.h"
#include "host/console/console_reply.h"
#include "host/console/panel_answer.h"
#include "host/http/json_response.h"
#include "host/text.h"

namespace kongflow::host {
namespace {

namespace json = boost::json;

const Panel* panel_of(const ConsoleRequest& request, const PanelTable& panels) {
  return panels.find(request.path_parameter("plugin"), request.path_parameter("panel"));
}

HttpResponse list_panels(const PanelTable& panels) {
  json::array list;
  for (const Panel& panel : panels.all()) {
    json::array columns, actions;
    for (const PanelColumn& column : panel.columns)
      columns.push_back({{"key", column.key}, {"title", column.title}, {"kind", column.kind}});
    for (const PanelAction& action : panel.actions)
      actions.push_back({{"id", action.id},
                         {"title", action.title},
                         {"confirm", action.confirm.empty() ? json::value() : json::value(action.confirm)},
                         {"mutates", action.mutates}});
    list.push_back({{"plugin", panel.owner},
                    {"id", panel.id},
                    {"title", panel.title},
                    {"columns", std::move(columns)},
                    {"actions", std::move(actions)}});
  }
  return json_response(200, json::serialize(json::object{{"panels", std::move(list)}}));
}

json::value text_or_null(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value();
}

HttpResponse rows(const ConsoleRequest& request, const PanelTable& panels) {
  const Panel* panel = panel_of(request, panels);
  if (panel == nullptr) return error_response(404, "There is no such panel.");
  const auto limit = page_limit(request);
  if (!limit) return bad_page_limit();

  const std::string input = json::serialize(json::object{{"limit", *limit},
                                                         {"cursor", text_or_null(request.query("cursor"))},
                                                         {"filter", text_or_null(request.query("filter"))}});
  kf_console_reply reply;
  const kf_status status = panel->rows(panel->self, to_abi(input), &reply, &request.call);
  return panel_answer(*panel, status, reply, request.call);
}

const PanelAction* action_of(const Panel& panel, const std::string& id) {
  for (const PanelAction& action : panel.actions)
    if (action.id == id) return &action;
  return nullptr;
}

std::string row_id(const json::object& input) {
  const json::value* id = input.if_contains("id");
  if (id == nullptr) return {};
  return id->is_string() ? std::string(id->get_string()) : json::serialize(*id);
}

HttpResponse act(const ConsoleRequest& request, const PanelTable& panels, Log& log) {
  const Panel* panel = panel_of(request, panels);
  if (panel == nullptr) return error_response(404, "There is no such panel.");
  const PanelAction* action = action_of(*panel, request.path_parameter("action"));
  if (action == nullptr || panel->act == nullptr) return error_response(404, "The panel has no such action.");
  const auto input = request.body();
  if (!input) return error_response(400, "The body must be a JSON object.");

  kf_console_reply reply;
  const kf_status status = panel->act(panel->self, to_abi(action->id), request.http.body, &reply, &request.call);
  HttpResponse answer = panel_answer(*panel, status, reply, request.call);
  if (action->mutates)
    audit(log, request, "console action",
          {{"plugin", panel->owner}, {"panel", panel->id}, {"action", action->id}, {"row", row_id(*input)}},
          answer.status);
  return answer;
}

}  // namespace

void add_panel_routes(ConsoleRoutes& routes, const PanelTable& panels, Log& log) {
  routes.read("/console/api/panels", [&panels](const ConsoleRequest&) { return list_panels(panels); });
  routes.read("/console/api/panels/:plugin/:panel/rows",
              [&panels](const ConsoleRequest& request) { return rows(request, panels); });
  routes.act("POST", "/console/api/panels/:plugin/:panel/actions/:action",
             [&panels, &log](const ConsoleRequest& request) { return act(request, panels, log); });
}

}  // namespace kongflow::host
