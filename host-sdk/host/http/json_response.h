// The host's own answers, in JSON.
#pragma once

#include <string>
#include <string_view>

#include "host/http/http_message.h"

namespace kongflow::host {

// `json` as application/json.
HttpResponse json_response(unsigned status, std::string json);

// {"error": the status' standard phrase, "reason": …}; an empty reason is left out.
HttpResponse error_response(unsigned status, std::string_view reason = {});

// "Not Found" for 404; "Error" for a status that the host itself never sends.
std::string_view status_phrase(unsigned status);

}  // namespace kongflow::host
