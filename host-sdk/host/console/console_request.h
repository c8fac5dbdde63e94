// An authenticated request to the console's API.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "host/base/call.h"
#include "host/console/sessions.h"
#include "host/http/http_message.h"
#include "kongflow/abi/http.h"

namespace kongflow::host {

struct ConsoleCaller {
  ConsoleRole role = ConsoleRole::reader;
  std::string who;                        // name in the audit log: "operator token", "reader session 1a2b3c4d"
  std::optional<ConsoleSession> session;  // only of browsers
};

struct ConsoleRequest {
  const kf_http_request& http;
  kf_call& call;
  const ConsoleCaller& caller;

  std::string path_parameter(std::string_view name) const;
  std::optional<std::string> query(std::string_view name) const;  // nullopt when absent or empty
  std::optional<boost::json::object> body() const;                // nullopt: not a JSON object
};

using ConsoleHandle = std::function<HttpResponse(const ConsoleRequest&)>;  // [worker]

constexpr int kDefaultPageLimit = 50;
constexpr int kMaxPageLimit = 200;

// The query parameter limit, 1 to kMaxPageLimit; nullopt when it is invalid: respond with bad_page_limit().
std::optional<int> page_limit(const ConsoleRequest& request);
HttpResponse bad_page_limit();

}  // namespace kongflow::host
