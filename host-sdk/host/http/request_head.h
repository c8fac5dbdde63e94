// Reads the start line and headers of a request that Beast parsed.
#pragma once

#include <boost/beast/http/message.hpp>
#include <optional>
#include <string_view>

#include "host/http/http_message.h"

namespace kongflow::host {

using RequestHead = boost::beast::http::request_header<>;

// Copies method, path, query and headers.
void take_head(const RequestHead& head, HttpRequest& request);

struct Refusal {
  unsigned status;
  std::string_view reason;
};

// Rejects requests that Beast accepts but other servers on the path may interpret differently: no Host or several,
// Transfer-Encoding together with Content-Length, unknown codings and expectations.
std::optional<Refusal> refusal_of(const RequestHead& head);

// True when the client waits for "100 Continue" before it sends the body.
bool expects_continue(const RequestHead& head);

}  // namespace kongflow::host
