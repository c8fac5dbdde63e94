#include "host/console/session_routes.h"

#include <boost/json.hpp>
#include <memory>
#include <string>

#include "host/base/iso_time.h"
#include "host/base/text.h"
#include "host/console/attempt_limit.h"
#include "host/console/audit.h"
#include "host/console/refusals.h"
#include "host/console/request_fields.h"
#include "host/console/session_cookie.h"
#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

namespace json = boost::json;

HttpResponse session_answer(ConsoleRole role, const std::optional<ConsoleSession>& session) {
  json::object body{{"role", name_of(role)}, {"csrf", nullptr}, {"expiresAt", nullptr}};
  if (session) {
    body["csrf"] = session->csrf;
    body["expiresAt"] = iso_time(session->expires_at);
  }
  HttpResponse response = json_response(200, json::serialize(body));
  response.headers.emplace_back("cache-control", "no-store");
  return response;
}

bool over_tls(const kf_http_request& request) {
  return request_header(request, "origin").substr(0, 8) == "https://" ||
         request_header(request, "x-forwarded-proto") == "https";
}

HttpResponse log_in(const kf_http_request& request, const ConsoleSecrets& secrets, ConsoleSessions& sessions,
                    AttemptLimit& wrong, Log& log) {
  if (!from_own_page(request)) return other_origin();
  const auto body = json_object(request.body);
  const json::value* secret = body ? body->if_contains("secret") : nullptr;
  if (secret == nullptr || !secret->is_string())
    return error_response(400, R"(The body must be {"secret": the console's token or password}.)");

  const std::string address(view(request.remote_address));
  if (const auto wait = wrong.wait(address)) return too_many_wrong(*wait);
  const auto login = secrets.try_login(std::string(secret->get_string()));
  if (login == ConsoleSecrets::Login::busy) return busy("Other logins are being checked. Try again.", 1);
  if (login == ConsoleSecrets::Login::wrong) {
    wrong.count_wrong(address);
    log.warning("audit", "login rejected", {{"remote", address}});
    return error_response(401, "The token or password is wrong.");
  }
  const auto opened =
      sessions.open(login == ConsoleSecrets::Login::operator_ ? ConsoleRole::operator_ : ConsoleRole::reader);
  log.info("audit", "login",
           {{"who", std::string(name_of(opened.session.role)) + " session " + opened.session.short_id},
            {"remote", address}});
  HttpResponse response = session_answer(opened.session.role, opened.session);
  response.headers.emplace_back("set-cookie", session_cookie(opened.key, over_tls(request)));
  return response;
}

HttpResponse log_out(const ConsoleRequest& request, ConsoleSessions& sessions, Log& log) {
  if (const auto key = session_key(request_header(request.http, "cookie"))) sessions.close(*key);
  audit(log, request, "logout", {}, 204);
  return {204, {{"set-cookie", removed_session_cookie()}}, {}};
}

}  // namespace

void add_session_routes(ConsoleRoutes& routes, const ConsoleSecrets& secrets, ConsoleSessions& sessions, Log& log) {
  routes.add_open("POST", "/console/api/session",
                  [&secrets, &sessions, &log, wrong = std::make_shared<AttemptLimit>()](
                      const kf_http_request& request) { return log_in(request, secrets, sessions, *wrong, log); });
  routes.read("/console/api/session", [](const ConsoleRequest& request) {
    return session_answer(request.caller.role, request.caller.session);
  });
  routes.add("DELETE", "/console/api/session", ConsoleRole::reader,
             [&sessions, &log](const ConsoleRequest& request) { return log_out(request, sessions, log); });
}

}  // namespace kongflow::host
