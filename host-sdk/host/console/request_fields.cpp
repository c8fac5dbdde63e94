#include "host/console/request_fields.h"

#include <boost/json.hpp>

#include "host/base/text.h"
#include "host/console/origin.h"

namespace kongflow::host {
namespace {

std::string_view value_of(const kf_pair* pairs, std::uint32_t count, std::string_view name) {
  for (std::uint32_t i = 0; i < count; ++i)
    if (view(pairs[i].name) == name) return view(pairs[i].value);
  return {};
}

}  // namespace

std::string_view request_header(const kf_http_request& request, std::string_view name) {
  return value_of(request.headers, request.header_count, name);
}

std::string_view request_parameter(const kf_http_request& request, std::string_view name) {
  return value_of(request.path_parameters, request.path_parameter_count, name);
}

std::optional<boost::json::object> json_object(kf_str text) {
  boost::json::error_code error;
  boost::json::value parsed = boost::json::parse({text.data, text.size}, error);
  if (error || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

bool reads(const kf_http_request& request) {
  return view(request.method) == "GET";
}

bool from_own_page(const kf_http_request& request) {
  return same_origin(request_header(request, "origin"), request_header(request, "host"));
}

}  // namespace kongflow::host
