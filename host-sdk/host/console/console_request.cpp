#include "host/console/console_request.h"

#include <boost/json.hpp>
#include <charconv>

#include "host/http/json_response.h"
#include "host/http/percent_encoding.h"
#include "host/text.h"

namespace kongflow::host {
namespace {

std::string_view value_of(const kf_pair* pairs, std::uint32_t count, std::string_view name) {
  for (std::uint32_t i = 0; i < count; ++i)
    if (view(pairs[i].name) == name) return view(pairs[i].value);
  return {};
}

}  // namespace

std::string_view ConsoleRequest::header(std::string_view name) const {
  return value_of(http.headers, http.header_count, name);
}

std::string ConsoleRequest::path_parameter(std::string_view name) const {
  return std::string(value_of(http.path_parameters, http.path_parameter_count, name));
}

std::optional<std::string> ConsoleRequest::query(std::string_view name) const {
  auto value = query_parameter(view(http.query), name);
  return value && value->empty() ? std::nullopt : value;
}

std::optional<boost::json::object> ConsoleRequest::body() const {
  boost::json::error_code error;
  boost::json::value parsed = boost::json::parse({http.body.data, http.body.size}, error);
  if (error || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

std::optional<int> page_limit(const ConsoleRequest& request) {
  const auto text = query_parameter(view(request.http.query), "limit");
  if (!text) return default_page_limit;
  int limit = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
  const bool number = error == std::errc() && end == text->data() + text->size();
  return number && limit >= 1 && limit <= max_page_limit ? std::optional(limit) : std::nullopt;
}

HttpResponse bad_page_limit() {
  return error_response(400, "limit must be a number from 1 to " + std::to_string(max_page_limit) + ".");
}

}  // namespace kongflow::host
