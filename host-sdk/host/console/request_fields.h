// Reads fields of a kf_http_request.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string_view>

#include "kongflow/abi/http.h"

namespace kongflow::host {

// The first header with that name (in lower case), a view into the request; empty when there is none.
std::string_view request_header(const kf_http_request& request, std::string_view name);
// The decoded value of a path parameter; empty when there is none.
std::string_view request_parameter(const kf_http_request& request, std::string_view name);

// nullopt when `text` is not a JSON object.
std::optional<boost::json::object> json_object(kf_str text);

// True for GET, which changes nothing.
bool reads(const kf_http_request& request);

// False when a browser sent the request for a page of another origin.
bool from_own_page(const kf_http_request& request);

}  // namespace kongflow::host
