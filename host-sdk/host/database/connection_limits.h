// Whether the server allows as many connections as a host may need.
#pragma once

#include <optional>
#include <string>

#include "postgres/connection.h"

namespace kongflow::host {

// What a host opens at most besides the pools of its plugins; SCALING.md lists them.
constexpr int kHostConnections = 24;

// A sentence with the numbers when the server, the database or the role allows fewer connections than `needed`. Limits
// of a pooler are not visible. Throws postgres::Error.
std::optional<std::string> connection_shortage(postgres::Connection& connection, int needed);

}  // namespace kongflow::host
