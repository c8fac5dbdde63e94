#include "host/console/console_guard.h"

#include "host/http/bearer_key.h"
#include "host/http/json_response.h"
#include "host/text.h"

namespace kongflow::host {
namespace {

std::string_view authorization(const kf_http_request& request) {
  for (std::uint32_t i = 0; i < request.header_count; ++i)
    if (view(request.headers[i].name) == "authorization") return view(request.headers[i].value);
  return {};
}

}  // namespace

ConsoleGuard::Verdict ConsoleGuard::admit(const kf_http_request& request, ConsoleRole) const {
  const auto key = bearer_key(authorization(request));
  if (!key || !token_.is(*key)) return {error_response(401, "Send the console token as Authorization: Bearer."), {}};
  return {std::nullopt, {ConsoleRole::operator_, "token"}};
}

}  // namespace kongflow::host
