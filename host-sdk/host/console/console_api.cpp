#include "host/console/console_api.h"

#include <boost/json.hpp>
#include <charconv>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "host/call.h"
#include "host/console/console_reply.h"
#include "host/console/console_token.h"
#include "host/console/panel_answer.h"
#include "host/http/bearer_key.h"
#include "host/http/exchange.h"
#include "host/http/json_response.h"
#include "host/http/percent_encoding.h"
#include "host/text.h"

namespace kongflow::host {
namespace {

namespace json = boost::json;
using Handle = std::function<HttpResponse(const kf_http_request&, kf_call&)>;

constexpr int default_limit = 50;
constexpr int max_limit = 200;

std::string_view header(const kf_http_request& request, std::string_view name) {
  for (std::uint32_t i = 0; i < request.header_count; ++i)
    if (view(request.headers[i].name) == name) return view(request.headers[i].value);
  return {};
}

std::string path_parameter(const kf_http_request& request, std::string_view name) {
  for (std::uint32_t i = 0; i < request.path_parameter_count; ++i)
    if (view(request.path_parameters[i].name) == name) return std::string(view(request.path_parameters[i].value));
  return {};
}

const Panel* panel_of(const kf_http_request& request, const PanelTable& panels) {
  return panels.find(path_parameter(request, "plugin"), path_parameter(request, "panel"));
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
  return text && !text->empty() ? json::value(*text) : json::value();
}

std::optional<int> limit_of(std::string_view query) {
  const auto text = query_parameter(query, "limit");
  if (!text) return default_limit;
  int limit = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
  if (error != std::errc() || end != text->data() + text->size() || limit < 1 || limit > max_limit) return std::nullopt;
  return limit;
}

HttpResponse rows(const kf_http_request& request, kf_call& call, const PanelTable& panels) {
  const Panel* panel = panel_of(request, panels);
  if (panel == nullptr) return error_response(404, "There is no such panel.");
  const std::string_view query = view(request.query);
  const auto limit = limit_of(query);
  if (!limit) return error_response(400, "limit must be a number from 1 to " + std::to_string(max_limit) + ".");

  const std::string input = json::serialize(json::object{{"limit", *limit},
                                                         {"cursor", text_or_null(query_parameter(query, "cursor"))},
                                                         {"filter", text_or_null(query_parameter(query, "filter"))}});
  kf_console_reply reply;
  const kf_status status = panel->rows(panel->self, to_abi(input), &reply, &call);
  return panel_answer(*panel, status, reply, call);
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

HttpResponse act(const kf_http_request& request, kf_call& call, const PanelTable& panels, Log& log) {
  const Panel* panel = panel_of(request, panels);
  if (panel == nullptr) return error_response(404, "There is no such panel.");
  const PanelAction* action = action_of(*panel, path_parameter(request, "action"));
  if (action == nullptr || panel->act == nullptr) return error_response(404, "The panel has no such action.");
  json::error_code error;
  const json::value input = json::parse(json::string_view(request.body.data, request.body.size), error);
  if (error || !input.is_object()) return error_response(400, "The body must be a JSON object.");

  kf_console_reply reply;
  const kf_status status = panel->act(panel->self, to_abi(action->id), request.body, &reply, &call);
  HttpResponse answer = panel_answer(*panel, status, reply, call);
  if (action->mutates)
    log.info("audit", "console action",
             {{"call", call.id()},
              {"who", "token"},
              {"remote", std::string(view(request.remote_address))},
              {"plugin", panel->owner},
              {"panel", panel->id},
              {"action", action->id},
              {"row", row_id(input.get_object())},
              {"outcome", std::to_string(answer.status)}});
  return answer;
}

}  // namespace

void add_console_routes(RouteTable& routes, const PanelTable& panels, const std::string& token, Log& log) {
  const auto add = [&, guard = ConsoleToken(token)](const char* method, const char* pattern, Handle handle) {
    routes.add(
        {"host", method, pattern, RouteAccess::console,
         [guard, handle = std::move(handle)](const kf_http_request& request, kf_exchange* exchange, kf_call* call) {
           const auto key = bearer_key(header(request, "authorization"));
           exchange->answer(key && guard.is(*key)
                                ? handle(request, *call)
                                : error_response(401, "Send the console token as Authorization: Bearer."));
         }});
  };
  add("GET", "/console/api/panels", [&panels](const auto&, kf_call&) { return list_panels(panels); });
  add("GET", "/console/api/panels/:plugin/:panel/rows",
      [&panels](const auto& request, kf_call& call) { return rows(request, call, panels); });
  add("POST", "/console/api/panels/:plugin/:panel/actions/:action",
      [&panels, &log](const auto& request, kf_call& call) { return act(request, call, panels, log); });
}

}  // namespace kongflow::host
