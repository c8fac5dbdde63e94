// Whether each session of a database has a connection of the server to itself.
#pragma once

#include <string>

namespace kongflow::host {

// Throws std::runtime_error with a sentence when a pooler before the server moves sessions between the server's
// connections (transaction or statement pooling), which breaks LISTEN, advisory locks and session parameters. Decides
// by what two sessions see, so session pooling passes, and poolers that leave sessions which set parameters alone.
// Throws postgres::Error when the database cannot be reached.
void require_own_sessions(const std::string& connection_string);

}  // namespace kongflow::host
