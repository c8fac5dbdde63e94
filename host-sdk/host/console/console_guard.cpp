#include "host/console/console_guard.h"

#include <string>
#include <utility>

#include "host/base/text.h"
#include "host/console/origin.h"
#include "host/console/refusals.h"
#include "host/console/request_fields.h"
#include "host/console/session_cookie.h"
#include "host/http/bearer_key.h"

namespace kongflow::host {
namespace {

ConsoleGuard::Verdict refuse(HttpResponse response) {
  return {std::move(response), {}};
}

ConsoleGuard::Verdict without_authentication(const kf_http_request& request) {
  if (!names_loopback(request_header(request, "host")))
    return refuse(forbidden("Without authentication, the console is available only under the name localhost."));
  if (!reads(request) && !from_own_page(request)) return refuse(other_origin());
  return {std::nullopt, {ConsoleRole::operator_, "anybody", std::nullopt}};
}

}  // namespace

ConsoleGuard::Verdict ConsoleGuard::admit(const kf_http_request& request, ConsoleRole needed) {
  Verdict verdict = identify(request);
  if (!verdict.refusal && needed == ConsoleRole::operator_ && verdict.caller.role != ConsoleRole::operator_)
    return refuse(forbidden("Readers cannot change anything. Log in as an operator."));
  return verdict;
}

ConsoleGuard::Verdict ConsoleGuard::identify(const kf_http_request& request) {
  if (!required_) return without_authentication(request);
  return request_header(request, "authorization").empty() ? by_session(request) : by_token(request);
}

ConsoleGuard::Verdict ConsoleGuard::by_token(const kf_http_request& request) {
  const std::string address(view(request.remote_address));
  if (const auto wait = wrong_tokens_.wait(address)) return refuse(too_many_wrong(*wait));
  const auto key = bearer_key(request_header(request, "authorization"), BearerScheme::exact);
  const auto role = key ? secrets_.role_of_token(*key) : std::nullopt;
  if (!role) {
    wrong_tokens_.count_wrong(address);
    return refuse(not_logged_in());
  }
  return {std::nullopt, {*role, std::string(name_of(*role)) + " token", std::nullopt}};
}

ConsoleGuard::Verdict ConsoleGuard::by_session(const kf_http_request& request) {
  const auto key = session_key(request_header(request, "cookie"));
  auto session = key ? sessions_.find(*key) : std::nullopt;
  if (!session) return refuse(not_logged_in());
  if (!reads(request) && !from_own_page(request)) return refuse(other_origin());
  if (!reads(request) && !same_secret(request_header(request, "x-kongflow-csrf"), session->csrf))
    return refuse(forbidden("Send the session's csrf value in the header X-Kongflow-Csrf."));
  ConsoleCaller caller{session->role, std::string(name_of(session->role)) + " session " + session->short_id, session};
  return {std::nullopt, std::move(caller)};
}

}  // namespace kongflow::host
