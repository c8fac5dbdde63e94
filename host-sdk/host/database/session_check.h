// Detects poolers that do not give each session its own server connection.
#pragma once

#include <string>

namespace kongflow::host {

// Throws std::runtime_error with a sentence when a pooler assigns sessions to changing server connections (transaction
// or statement pooling), which breaks LISTEN, advisory locks and session parameters. Compares what two sessions
// observe; therefore accepts session pooling, and poolers that pin sessions which set parameters. Throws
// postgres::Error when the database cannot be reached.
void require_own_sessions(const std::string& connection_string);

}  // namespace kongflow::host
