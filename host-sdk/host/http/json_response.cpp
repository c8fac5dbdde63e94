#include "host/http/json_response.h"

#include <boost/json.hpp>
#include <utility>

namespace kongflow::host {

HttpResponse json_response(unsigned status, std::string json) {
  return {status, {{"content-type", "application/json; charset=utf-8"}}, std::move(json)};
}

HttpResponse error_response(unsigned status, std::string_view reason) {
  boost::json::object body{{"error", status_phrase(status)}};
  if (!reason.empty()) body["reason"] = reason;
  return json_response(status, boost::json::serialize(body));
}

std::string_view status_phrase(unsigned status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Error";
  }
}

}  // namespace kongflow::host
