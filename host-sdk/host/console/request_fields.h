// What a request's handlers read from it.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string_view>

#include "kongflow/abi/http.h"

namespace kongflow::host {

// The first header of that name (in lower case), borrowed; empty: there is none.
std::string_view request_header(const kf_http_request& request, std::string_view name);
// The decoded value of a parameter in the path; empty: there is none.
std::string_view request_parameter(const kf_http_request& request, std::string_view name);

// nullopt when `text` is no JSON object.
std::optional<boost::json::object> json_object(kf_str text);

// GET: it changes nothing.
bool reads(const kf_http_request& request);

// False when a browser sent it for a page of another origin.
bool from_own_page(const kf_http_request& request);

}  // namespace kongflow::host
