// Checks which web page sent a browser's request.
#pragma once

#include <string_view>

namespace kongflow::host {

// True when a page of `origin` (the Origin header, "https://console.example:8443") was served by `host` (the Host
// header). An absent origin counts as the same origin, because programs send none; "null" does not.
bool same_origin(std::string_view origin, std::string_view host);

// True when a Host header names this machine: localhost, 127.x.x.x or [::1], with any port. Detects pages that make
// their own name resolve to a loopback address (DNS rebinding).
bool names_loopback(std::string_view host);

}  // namespace kongflow::host
