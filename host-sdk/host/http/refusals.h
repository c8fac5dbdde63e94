// Answers of the host that keep a request from its handler.
#pragma once

#include <string_view>

#include "host/admission/fair_pool.h"
#include "host/http/http_message.h"
#include "host/http/route_table.h"

namespace kongflow::host {

// 503 and 429 with Retry-After. `reason` is a sentence.
HttpResponse try_later(std::string_view reason);
HttpResponse share_exceeded(std::string_view reason);

// For work that a pool did not accept; `known` when its share is an environment's.
HttpResponse not_admitted(FairPool::Verdict verdict, bool known);

// 400, 404, 405 or 403 for a request that no route takes; nullopt for others.
std::optional<HttpResponse> refusal_of(const RouteMatch& match, const HttpRequest& request);

}  // namespace kongflow::host
