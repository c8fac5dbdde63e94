// JSON responses of the host.
#pragma once

#include <string>
#include <string_view>

#include "host/http/http_message.h"

namespace kongflow::host {

// A response with `json` as application/json.
HttpResponse json_response(unsigned status, std::string json);

// {"error": the standard phrase of the status, "reason": …}; omits an empty reason.
HttpResponse error_response(unsigned status, std::string_view reason = {});

// "Not Found" for 404; "Error" for statuses that the host never sends.
std::string_view status_phrase(unsigned status);

}  // namespace kongflow::host
