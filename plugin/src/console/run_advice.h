#pragma once

#include <optional>
#include <string>

#include "domain/panel_repository.h"

namespace kongflow::endpoints {

// What the queue does next for an endpoint, of whose runs the one with the id `run_id` is shown; empty: none is.
// nullopt: nothing runs or waits.
std::optional<std::string> describe_next(const std::optional<NextAttempt>& next, const std::string& run_id = {});

// What people can do about a run that failed; nullopt for any other. `next` is of its endpoint.
std::optional<std::string> advice_for(const IndexRun& run, const std::optional<NextAttempt>& next);

}  // namespace kongflow::endpoints
