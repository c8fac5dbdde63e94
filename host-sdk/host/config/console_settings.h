// Checks of the console's settings that involve more than the type of one value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/config/settings.h"

namespace kongflow::host {

// The problems of these settings, each a sentence; empty when there are none.
std::vector<std::string> problems_of(const ConsoleSettings& settings);

// The encoded form of an argon2id hash: $argon2id$v=19$m=65536,t=3,p=1$salt$hash. Compares the form only: computing the
// hash would cost the time and memory that the text itself names.
bool is_password_hash(std::string_view text);

}  // namespace kongflow::host
