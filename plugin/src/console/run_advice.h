#pragma once

#include <optional>
#include <string>

#include "domain/index_run.h"

namespace kongflow::endpoints {

// What people can do about a run that failed; nullopt for any other.
std::optional<std::string> advice_for(const IndexRun& run);

}  // namespace kongflow::endpoints
