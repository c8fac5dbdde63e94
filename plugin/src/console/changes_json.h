#pragma once

#include <string>

#include "domain/manifest_changes.h"

namespace kongflow::endpoints {

// Formats changes as the row page of a panel (abi/console.h), with the number of omitted changes as "more".
std::string changes_json(const ManifestChanges& changes);

}  // namespace kongflow::endpoints
