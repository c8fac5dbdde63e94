// Validates an app's manifest against manifest_schema.h in one pass, without building a tree.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "domain/endpoint_client.h"
#include "domain/manifest.h"

namespace kongflow::endpoints {

struct ManifestLimits {
  int depth = 128;
  std::int64_t entries = 10'000;  // total of all lists
};

// Returns the manifest with its text unchanged, or a failure: unparsable, or invalid_manifest with a line per problem
// (`Job "id": message at "path"`), of which the first 100 are shown. A valid manifest may have warnings of the same
// form, of which the first 10 are shown: cron expressions (cron_warning.h), ids that are declared more than once. [any
// thread]
std::variant<Manifest, ClientFailure> validate_manifest(std::string json, const ManifestLimits& limits);

}  // namespace kongflow::endpoints
