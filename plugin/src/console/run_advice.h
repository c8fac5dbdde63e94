#pragma once

#include <optional>
#include <string>

#include "domain/panel_repository.h"

namespace kongflow::endpoints {

// What the queue does next for an endpoint, as shown with `shown_run` of that endpoint; null: with none. nullopt:
// nothing runs or waits.
std::optional<std::string> describe_next(const std::optional<NextAttempt>& next, const IndexRun* shown_run = nullptr);

// What people can do about a run of `owner` that failed; nullopt for any other run.
std::optional<std::string> advice_for(const IndexRun& run, const ListedEndpoint& owner);

}  // namespace kongflow::endpoints
