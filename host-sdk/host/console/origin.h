// Which web page a browser's request comes from.
#pragma once

#include <string_view>

namespace kongflow::host {

// Whether a page of `origin` ("https://console.example:8443", the Origin header) was served by `host` (the Host
// header). An absent origin, as programs send none, counts as ours; "null" does not.
bool same_origin(std::string_view origin, std::string_view host);

// Whether a Host header names this machine: localhost, 127.x.x.x or [::1], with any port. A page that makes its own
// name resolve to a loopback address gives itself away here.
bool names_loopback(std::string_view host);

}  // namespace kongflow::host
