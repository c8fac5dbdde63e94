#include "host/console/panel_routes.h"

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/base/text.h"
#include "host/console/audit.h"
#include "host/console/panel_answer.h"
#include "host/http/json_response.h"
#include "host/plugins/console_reply.h"

namespace kongflow::host {
namespace {

namespace json = boost::json;

const Panel* panel_of(const ConsoleRequest& request, const PanelTable& panels) {
  return panels.find(request.path_parameter("plugin"), request.path_parameter("panel"));
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value() : json::value(text);
}

json::value text_or_null(const std::optional<std::string>& text) {
  return text_or_null(text.value_or(""));
}

template <class T, class Describe>
json::array described(const std::vector<T>& items, Describe describe) {
  json::array out;
  for (const T& item : items) out.push_back(describe(item));
  return out;
}

json::object describe_column(const PanelColumn& column) {
  return {{"key", column.key}, {"title", column.title}, {"kind", column.kind}, {"sortable", column.sortable}};
}

json::object describe_field(const PanelField& field) {
  return {{"key", field.key},
          {"title", field.title},
          {"kind", field.kind},
          {"required", field.required},
          {"column", text_or_null(field.column)},
          {"help", text_or_null(field.help)}};
}

json::object describe_action(const PanelAction& action) {
  return {{"id", action.id},
          {"title", action.title},
          {"scope", action.on_panel ? "panel" : "row"},
          {"mutates", action.mutates},
          {"confirm", text_or_null(action.confirm)},
          {"confirmColumn", text_or_null(action.confirm_column)},
          {"fields", described(action.fields, describe_field)}};
}

json::object describe_panel(const Panel& panel) {
  return {{"plugin", panel.owner},
          {"id", panel.id},
          {"title", panel.title},
          {"parent", text_or_null(panel.parent)},
          {"hasRow", panel.row != nullptr},
          {"columns", described(panel.columns, describe_column)},
          {"actions", described(panel.actions, describe_action)}};
}

HttpResponse list_panels(const PanelTable& panels) {
  return json_response(200, json::serialize(json::object{{"panels", described(panels.all(), describe_panel)}}));
}

bool sorts_by(const Panel& panel, const std::optional<std::string>& sort) {
  if (!sort) return true;
  const PanelColumn* column = panel.column(sort->front() == '-' ? sort->substr(1) : *sort);
  return column != nullptr && column->sortable;
}

HttpResponse rows(const ConsoleRequest& request, const PanelTable& panels) {
  const Panel* panel = panel_of(request, panels);
  if (panel == nullptr) return error_response(404, "There is no such panel.");
  const auto limit = page_limit(request);
  if (!limit) return bad_page_limit();
  const auto sort = request.query("sort");
  if (!sorts_by(*panel, sort)) return error_response(400, "The panel has no column \"" + *sort + "\" to sort by.");
  const auto parent = request.query("parent");
  if (!panel->parent.empty() && !parent)
    return error_response(400,
                          "Rows of this panel belong to a row of \"" + panel->parent + "\": send its id as parent.");

  const std::string input = json::serialize(json::object{{"limit", *limit},
                                                         {"cursor", text_or_null(request.query("cursor"))},
                                                         {"filter", text_or_null(request.query("filter"))},
                                                         {"sort", text_or_null(sort)},
                                                         {"parent", text_or_null(parent)}});
  kf_console_reply reply;
  const kf_status status = panel->rows(panel->self, to_abi(input), &reply, &request.call);
  return panel_answer(*panel, status, reply, request.call);
}

HttpResponse row(const ConsoleRequest& request, const PanelTable& panels) {
  const Panel* panel = panel_of(request, panels);
  if (panel == nullptr || panel->row == nullptr)
    return error_response(404, "There is no such panel, or it has no pages for rows.");
  const auto id = request.query("id");
  if (!id) return error_response(400, "Send the row's id in the parameter id.");

  const std::string input =
      json::serialize(json::object{{"id", *id}, {"against", text_or_null(request.query("against"))}});
  kf_console_reply reply;
  const kf_status status = panel->row(panel->self, to_abi(input), &reply, &request.call);
  return panel_answer(*panel, status, reply, request.call);
}

std::string row_id(const json::object& input) {
  const json::value* id = input.if_contains("id");
  if (id == nullptr) return {};
  return id->is_string() ? std::string(id->get_string()) : json::serialize(*id);
}

HttpResponse act(const ConsoleRequest& request, const PanelTable& panels, Log& log) {
  const Panel* panel = panel_of(request, panels);
  if (panel == nullptr) return error_response(404, "There is no such panel.");
  const PanelAction* action = panel->action(request.path_parameter("action"));
  if (action == nullptr) return error_response(404, "The panel has no such action.");
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
  routes.read("/console/api/panels/:plugin/:panel/row",
              [&panels](const ConsoleRequest& request) { return row(request, panels); });
  routes.act(
      "POST", "/console/api/panels/:plugin/:panel/actions/:action",
      [&panels, &log](const ConsoleRequest& request) { return act(request, panels, log); }, RouteLane::calls);
}

}  // namespace kongflow::host
