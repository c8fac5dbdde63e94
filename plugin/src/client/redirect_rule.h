// Which redirects of an app are followed.
#pragma once

#include <optional>
#include <string>

#include "client/target_url.h"

namespace kongflow::endpoints {

bool is_redirect(int status);  // 301, 302, 303, 307, 308

// nullopt: `to` is the same host as `from`, and not a step back from https to http: the API key may go there. Else the
// reason, for people. Hosts with and without www. are the same, and so are localhost, 127.0.0.1 and ::1 on one port.
// `asked_path_and_query` is that of the registered URL: the reason recommends another host only if it has the same
// path.
std::optional<std::string> redirect_refusal(const TargetUrl& from, const TargetUrl& to,
                                            const std::string& asked_path_and_query);

}  // namespace kongflow::endpoints
