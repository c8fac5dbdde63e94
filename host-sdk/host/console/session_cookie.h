// The cookie with a session's key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::host {

// The key in a Cookie header; nullopt when there is none.
std::optional<std::string> session_key(std::string_view cookie_header);

// Set-Cookie values. `secure`: the browser must send the cookie only over TLS.
std::string session_cookie(const std::string& key, bool secure);
std::string removed_session_cookie();

}  // namespace kongflow::host
