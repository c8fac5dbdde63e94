#pragma once

#include <string>

#include "domain/manifest_changes.h"

namespace kongflow::endpoints {

// As a panel's row shows changes (abi/console.h), with the number of those left out as "more".
std::string changes_json(const ManifestChanges& changes);

}  // namespace kongflow::endpoints
