// Decides which redirects of an app are followed.
#pragma once

#include <optional>
#include <string>

#include "client/target_url.h"

namespace kongflow::endpoints {

bool is_redirect(int status);  // 301, 302, 303, 307, 308

// Returns nullopt when the redirect may be followed: `to` has the same host as `from`, and does not downgrade https to
// http. Only then may the API key be sent there. Otherwise returns the reason, for people. Hosts with and without www.
// are the same; localhost, 127.0.0.1 and ::1 are the same on one port. `requested_path_and_query` is the registered
// URL's: the reason recommends another host only if the path is the same.
std::optional<std::string> redirect_refusal(const TargetUrl& from, const TargetUrl& to,
                                            const std::string& requested_path_and_query);

}  // namespace kongflow::endpoints
