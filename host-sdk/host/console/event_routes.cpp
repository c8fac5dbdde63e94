#include "host/console/event_routes.h"

#include <memory>
#include <set>
#include <string>

#include "host/console/refusals.h"
#include "host/console/request_fields.h"
#include "host/console/session_cookie.h"
#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

std::set<std::string> names_in(const std::string& list) {
  std::set<std::string> names;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    names.insert(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
}

// A stream closes when its session ends.
std::function<bool()> permission(const ConsoleRequest& request, const ConsoleSessions& sessions) {
  if (!request.caller.session) return [] { return true; };
  return
      [&sessions, key = session_key(request_header(request.http, "cookie")).value_or("")] { return sessions.has(key); };
}

HttpResponse open(const ConsoleRequest& request, const ConsoleSessions& sessions, EventHub& hub) {
  const auto topics = names_in(request.query("topics").value_or(""));
  for (const auto& topic : topics)
    if (!hub.knows(topic)) return error_response(400, "topics must be one or more of overview,tasks,hosts,panels.");
  if (hub.full()) return busy("This host has reached its limit of viewers. Try again later, or poll.", 30);
  HttpResponse response;
  response.headers = {
      {"content-type", "text/event-stream"}, {"cache-control", "no-store"}, {"x-accel-buffering", "no"}};
  response.on_stream = [&hub, topics, may_view = permission(request, sessions)](std::shared_ptr<EventStream> stream) {
    hub.add(std::move(stream), topics, may_view);
  };
  return response;
}

}  // namespace

void add_event_routes(ConsoleRoutes& routes, const ConsoleSessions& sessions, EventHub& hub) {
  routes.read("/console/api/events", [&](const ConsoleRequest& request) { return open(request, sessions, hub); });
}

}  // namespace kongflow::host
