#include "host/console/refusals.h"

#include <string>

#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

HttpResponse later(unsigned status, std::string_view reason, std::int64_t seconds) {
  HttpResponse response = error_response(status, reason);
  response.headers.emplace_back("retry-after", std::to_string(seconds));
  return response;
}

}  // namespace

HttpResponse not_logged_in() {
  return error_response(401, "Log in, or send the console's token as Authorization: Bearer.");
}

HttpResponse forbidden(std::string_view reason) {
  return error_response(403, reason);
}

HttpResponse other_origin() {
  return forbidden("The request comes from a page of another origin.");
}

HttpResponse too_many_wrong(std::chrono::seconds wait) {
  return later(429, "This address sent too many wrong secrets. Wait, then try again.", wait.count());
}

HttpResponse busy(std::string_view reason, int seconds) {
  return later(503, reason, seconds);
}

}  // namespace kongflow::host
