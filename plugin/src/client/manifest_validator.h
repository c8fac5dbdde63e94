// Checks an app's answer against manifest_schema.h in one pass, without building a tree of it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "domain/endpoint_client.h"
#include "domain/manifest.h"

namespace kongflow::endpoints {

struct ManifestLimits {
  int depth = 128;
  std::int64_t entries = 10'000;  // of all lists together
};

// The manifest with its text unchanged, or a failure: unparsable, or invalid_manifest with a line for each
// problem (`Job "id": message at "path"`), the first 100 in full. A valid manifest may have warnings of the same form,
// the first 10 in full: useless cron expressions (cron_warning.h), ids that are declared more than once. [any thread]
std::variant<Manifest, ClientFailure> validate_manifest(std::string json, const ManifestLimits& limits);

}  // namespace kongflow::endpoints
