// Checks that the server allows enough connections for a host.
#pragma once

#include <optional>
#include <string>

#include "postgres/connection.h"

namespace kongflow::host {

// The maximum number of connections of a host without the pools of its plugins; SCALING.md lists them.
constexpr int kHostConnections = 24;

// Returns a sentence with the numbers when the server, the database or the role allows fewer than `needed` connections.
// Cannot detect the limits of a connection pooler. Throws postgres::Error.
std::optional<std::string> connection_shortage(postgres::Connection& connection, int needed);

}  // namespace kongflow::host
