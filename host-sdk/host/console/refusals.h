// Responses of the console that reject a request.
#pragma once

#include <chrono>
#include <string_view>

#include "host/http/http_message.h"

namespace kongflow::host {

HttpResponse not_logged_in();                             // 401
HttpResponse forbidden(std::string_view reason);          // 403
HttpResponse other_origin();                              // 403
HttpResponse too_many_wrong(std::chrono::seconds wait);   // 429
HttpResponse busy(std::string_view reason, int seconds);  // 503

}  // namespace kongflow::host
