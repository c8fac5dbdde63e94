#include "host/console/console_request.h"

#include <charconv>

#include "host/base/text.h"
#include "host/console/request_fields.h"
#include "host/http/json_response.h"
#include "host/http/percent_encoding.h"

namespace kongflow::host {

std::string ConsoleRequest::path_parameter(std::string_view name) const {
  return std::string(request_parameter(http, name));
}

std::optional<std::string> ConsoleRequest::query(std::string_view name) const {
  auto value = query_parameter(view(http.query), name);
  return value && value->empty() ? std::nullopt : value;
}

std::optional<boost::json::object> ConsoleRequest::body() const {
  return json_object(http.body);
}

std::optional<int> page_limit(const ConsoleRequest& request) {
  const auto text = query_parameter(view(request.http.query), "limit");
  if (!text) return kDefaultPageLimit;
  int limit = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
  const bool number = error == std::errc() && end == text->data() + text->size();
  return number && limit >= 1 && limit <= kMaxPageLimit ? std::optional(limit) : std::nullopt;
}

HttpResponse bad_page_limit() {
  return error_response(400, "limit must be a number from 1 to " + std::to_string(kMaxPageLimit) + ".");
}

}  // namespace kongflow::host
