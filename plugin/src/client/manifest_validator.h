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

// The manifest with the text as it came, or what is wrong with it: unparsable, or invalid_manifest with a line for each
// problem (`Job "id": message at "path"`), the first 100 in full. A valid manifest may have warnings of the same form,
// the first 10 in full: cron expressions that never fire or are none, ids that come twice. [any thread]
std::variant<Manifest, ClientFailure> validate_manifest(std::string json, const ManifestLimits& limits);

}  // namespace kongflow::endpoints
