// Formats endpoints, runs and indexes for the API.
#pragma once

#include <string>

#include "domain/endpoint_repository.h"
#include "domain/json_object.h"

namespace kongflow::endpoints {

JsonObject endpoint_json(const Endpoint& endpoint);
JsonObject index_json(const EndpointIndex& index);
JsonObject run_json(const IndexRun& run);
// The endpoint with hookUrl, latestIndex and latestRun (or null). `base_url` has no trailing slash.
JsonObject summary_json(const EndpointSummary& summary, const std::string& base_url);

// The run as the CLI polls it: {"status","updatedAt"}, "stats" with SUCCESS, "error":{"message"} with FAILURE, and
// details of the run.
JsonObject run_status_json(const IndexRun& run);

}  // namespace kongflow::endpoints
