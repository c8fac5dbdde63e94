#include "host/http/refusals.h"

#include <string>

#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

HttpResponse method_not_allowed(const std::vector<std::string>& allowed) {
  std::string list;
  for (const std::string& method : allowed) list += (list.empty() ? "" : ", ") + method;
  HttpResponse response = error_response(405);
  response.headers.emplace_back("allow", list);
  return response;
}

HttpResponse after_a_second(unsigned status, std::string_view reason) {
  HttpResponse response = error_response(status, reason);
  response.headers.emplace_back("retry-after", "1");
  return response;
}

}  // namespace

HttpResponse try_later(std::string_view reason) {
  return after_a_second(503, reason);
}

HttpResponse share_exceeded(std::string_view reason) {
  return after_a_second(429, reason);
}

HttpResponse not_admitted(FairPool::Verdict verdict, bool known) {
  if (verdict == FairPool::Verdict::no_thread) return try_later("The host cannot start more threads.");
  if (verdict != FairPool::Verdict::share_full) return try_later("The host has reached its limit of waiting requests.");
  return share_exceeded(known ? "This environment has reached its limit of waiting requests. Retry after a moment."
                              : "This client has reached its limit of waiting requests. Retry after a moment.");
}

std::optional<HttpResponse> refusal_of(const RouteMatch& match, const HttpRequest& request) {
  if (match.bad_path) return error_response(400, "The path is not percent-encoded UTF-8.");
  if (match.route == nullptr) return match.allowed.empty() ? error_response(404) : method_not_allowed(match.allowed);
  if (match.route->loopback_only && !request.local_is_loopback)
    return error_response(403, "This path is available only on a loopback address or a unix socket of the host.");
  return std::nullopt;
}

}  // namespace kongflow::host
