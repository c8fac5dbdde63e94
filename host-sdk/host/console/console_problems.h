// What is wrong with the console's settings that no single one shows.
#pragma once

#include <string>
#include <vector>

#include "host/settings.h"

namespace kongflow::host {

// Sentences for people; none: all is well.
std::vector<std::string> problems_of(const ConsoleSettings& settings);

}  // namespace kongflow::host
