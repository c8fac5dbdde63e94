// Responses for requests that the host rejects before a handler runs.
#pragma once

#include <string_view>

#include "host/admission/fair_pool.h"
#include "host/http/http_message.h"
#include "host/http/route_table.h"

namespace kongflow::host {

// 503 and 429 with Retry-After. `reason` is a sentence.
HttpResponse try_later(std::string_view reason);
HttpResponse share_exceeded(std::string_view reason);

// For work that a pool rejected; `known`: its share is an environment.
HttpResponse not_admitted(FairPool::Verdict verdict, bool known);

// 400, 403, 404 or 405 for a request that matches no route; nullopt otherwise.
std::optional<HttpResponse> refusal_of(const RouteMatch& match, const HttpRequest& request);

}  // namespace kongflow::host
