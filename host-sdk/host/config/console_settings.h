// Checks on the console's settings that need more than the type of one value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/config/settings.h"

namespace kongflow::host {

// Problems of these settings, as sentences; empty when there are none.
std::vector<std::string> problems_of(const ConsoleSettings& settings);

// True when `text` has the encoded form of an argon2id hash: $argon2id$v=19$m=65536,t=3,p=1$salt$hash. Checks only the
// syntax, because computing the hash costs the time and memory that the text specifies.
bool is_password_hash(std::string_view text);

}  // namespace kongflow::host
