// Well-known ports of protocols other than HTTP, where a request may be read as commands.
#pragma once

#include <cstdint>

namespace kongflow::endpoints {

// Most of those that browsers refuse (https://fetch.spec.whatwg.org/#port-blocking), and those of databases, caches,
// queues and the consoles of machines and clusters.
bool is_foreign_port(std::uint16_t port);

}  // namespace kongflow::endpoints
