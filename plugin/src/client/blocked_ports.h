// Ports that apps must not use: well-known ports of other protocols, whose servers may interpret a request as commands.
#pragma once

#include <cstdint>

namespace kongflow::endpoints {

// Blocks most ports that browsers block (https://fetch.spec.whatwg.org/#port-blocking), and ports of databases, caches,
// queues and management consoles.
bool is_blocked_port(std::uint16_t port);

}  // namespace kongflow::endpoints
