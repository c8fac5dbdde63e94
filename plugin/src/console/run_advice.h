#pragma once

#include <optional>
#include <string>

#include "domain/panel_repository.h"

namespace kongflow::endpoints {

// Describes the next index run of an endpoint in the queue. `shown_run` is the run that the page shows, or null.
// nullopt when no run is active or waiting.
std::optional<std::string> describe_next(const std::optional<NextAttempt>& next, const IndexRun* shown_run = nullptr);

// The remedy for a failed run of `owner`; nullopt for other runs.
std::optional<std::string> advice_for(const IndexRun& run, const ListedEndpoint& owner);

}  // namespace kongflow::endpoints
