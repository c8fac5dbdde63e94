#include "host/console/panel_answer.h"

#include <boost/json.hpp>

#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 2000;  // documents of plugins may nest deeper than Boost's default of 32

unsigned http_status(kf_status status) {
  switch (status) {
    case KF_BAD_ARGUMENT:
      return 400;
    case KF_NOT_FOUND:
      return 404;
    case KF_CONFLICT:
      return 409;
    case KF_FAILED:
      return 422;
    case KF_RETRY:
    case KF_UNAVAILABLE:
    case KF_CANCELLED:
      return 503;
    case KF_DEADLINE:
      return 504;
    default:
      return 500;
  }
}

HttpResponse failure(kf_status status, const kf_call& call) {
  const unsigned code = http_status(status);
  json::object body{{"error", status_phrase(code)}};
  if (const auto error = call.error()) {
    body["code"] = error->code;
    body["reason"] = error->message;
  }
  HttpResponse response = json_response(code, json::serialize(body));
  if (code == 503) response.headers.emplace_back("retry-after", "1");
  return response;
}

bool is_object(const std::string& text) {
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::monotonic_resource memory;
  json::error_code error;
  const json::value parsed = json::parse(text, error, &memory, options);
  return !error && parsed.is_object();
}

}  // namespace

HttpResponse panel_answer(const Panel& panel, kf_status status, const kf_console_reply& reply, const kf_call& call) {
  if (status != KF_OK) return failure(status, call);
  std::string text = reply.json();
  if (!is_object(text))
    return error_response(500, "The plugin " + panel.owner + " replied with something other than a JSON object.");
  return json_response(200, std::move(text));
}

}  // namespace kongflow::host
