#include "host/console/task_routes.h"

#include <algorithm>
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "host/console/audit.h"
#include "host/http/json_response.h"
#include "host/queue/queue_state.h"
#include "host/queue/task_actions.h"
#include "host/queue/task_list.h"
#include "host/tasks/error_text.h"

namespace kongflow::host {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxIds = 1000;
constexpr std::size_t kMaxReasonLength = 2000;
constexpr std::size_t kMaxIdsInAudit = 20;
constexpr char kDefaultReason[] = "An operator marked the task as failed.";

HttpResponse list(const ConsoleRequest& request, ConsoleDatabase& database) {
  TaskListQuery query{request.query("state").value_or("ready"), request.query("task"), request.query("queue"),
                      request.query("cursor"), 0};
  if (!is_task_state(query.state)) return error_response(400, "state must be ready, scheduled, running or failed.");
  const auto limit = page_limit(request);
  if (!limit) return bad_page_limit();
  query.limit = *limit;
  auto page = list_tasks(database, query);
  return page ? json_response(200, std::move(*page)) : error_response(400, "cursor does not come from this list.");
}

HttpResponse show(const ConsoleRequest& request, ConsoleDatabase& database) {
  const std::string id = request.path_parameter("id");
  auto task = is_task_id(id) ? find_task(database, id) : std::nullopt;
  return task ? json_response(200, std::move(*task)) : error_response(404, "The task does not exist, or it is done.");
}

// nullopt unless the body has 1 to kMaxIds task ids.
std::optional<std::vector<std::string>> ids_of(const json::object& input) {
  const json::value* ids = input.if_contains("ids");
  if (ids == nullptr || !ids->is_array() || ids->get_array().empty() || ids->get_array().size() > kMaxIds)
    return std::nullopt;
  std::vector<std::string> out;
  for (const json::value& id : ids->get_array()) {
    if (!id.is_string() || !is_task_id(id.get_string())) return std::nullopt;
    out.emplace_back(id.get_string());
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// nullopt: absent. Empty: not a text.
std::optional<std::string> text_of(const json::object& input, const char* key) {
  const json::value* value = input.if_contains(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  return value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string shown(const std::vector<std::string>& ids) {
  std::string text;
  for (std::size_t i = 0; i < std::min(ids.size(), kMaxIdsInAudit); ++i) text += (i == 0 ? "" : ",") + ids[i];
  return ids.size() > kMaxIdsInAudit ? text + ",…" : text;
}

// Accepts only 2026-01-31T09:00…; PostgreSQL would also parse other texts.
bool looks_like_iso_time(const std::string& text) {
  return text.size() >= 16 && text.size() <= 40 && text[4] == '-' && text[10] == 'T' &&
         text.find_first_not_of("0123456789-+:.TZ") == std::string::npos;
}

struct Action {
  const char* name;
  HttpResponse (*run)(const json::object& input, const std::vector<std::string>& ids, ConsoleDatabase& database);
};

HttpResponse changed(const std::vector<std::string>& ids, std::int64_t count) {
  const auto skipped = static_cast<std::int64_t>(ids.size()) - count;
  return json_response(200, json::serialize(json::object{{"changed", count}, {"skipped", skipped}}));
}

HttpResponse run_now(const json::object&, const std::vector<std::string>& ids, ConsoleDatabase& database) {
  return changed(ids, task_actions::reschedule(database, ids, std::nullopt));
}

HttpResponse reschedule(const json::object& input, const std::vector<std::string>& ids, ConsoleDatabase& database) {
  const auto run_at = text_of(input, "runAt");
  const auto bad = [] { return error_response(400, "runAt must be a time such as 2026-01-31T09:00:00.000Z."); };
  if (!run_at || !looks_like_iso_time(*run_at)) return bad();
  try {
    return changed(ids, task_actions::reschedule(database, ids, run_at));
  } catch (const postgres::Error& error) {
    if (error.sqlstate().compare(0, 2, "22") == 0) return bad();
    throw;
  }
}

HttpResponse fail(const json::object& input, const std::vector<std::string>& ids, ConsoleDatabase& database) {
  const std::string reason = text_of(input, "reason").value_or(kDefaultReason);
  if (reason.empty() || reason.size() > kMaxReasonLength)
    return error_response(400, "reason must be a text of 1 to " + std::to_string(kMaxReasonLength) + " bytes.");
  return changed(ids, task_actions::fail(database, ids, storable_error_text(reason)));
}

HttpResponse remove(const json::object&, const std::vector<std::string>& ids, ConsoleDatabase& database) {
  return changed(ids, task_actions::remove(database, ids));
}

constexpr Action kActions[] = {
    {"run-now", &run_now}, {"reschedule", &reschedule}, {"fail", &fail}, {"remove", &remove}};

HttpResponse act(const ConsoleRequest& request, ConsoleDatabase& database, Log& log) {
  const std::string name = request.path_parameter("action");
  const auto action =
      std::find_if(std::begin(kActions), std::end(kActions), [&](const Action& a) { return a.name == name; });
  if (action == std::end(kActions)) return error_response(404, "There is no such action for tasks.");
  const auto input = request.body();
  const auto ids = input ? ids_of(*input) : std::nullopt;
  if (!ids)
    return error_response(400,
                          "The body must be {\"ids\": [task ids as strings; 1 to " + std::to_string(kMaxIds) + "]}.");
  HttpResponse answer = action->run(*input, *ids, database);
  audit(log, request, "tasks " + name,
        {{"tasks", shown(*ids)}, {"count", std::to_string(ids->size())}, {"answer", answer.body}}, answer.status);
  return answer;
}

}  // namespace

void add_task_routes(ConsoleRoutes& routes, ConsoleDatabase& database, Log& log) {
  routes.read("/console/api/tasks", [&](const ConsoleRequest& request) { return list(request, database); });
  routes.read("/console/api/tasks/counts",
              [&](const ConsoleRequest&) { return json_response(200, counts_json(read_queue_state(database))); });
  routes.read("/console/api/tasks/:id", [&](const ConsoleRequest& request) { return show(request, database); });
  routes.act("POST", "/console/api/tasks/actions/:action",
             [&](const ConsoleRequest& request) { return act(request, database, log); });
}

}  // namespace kongflow::host
