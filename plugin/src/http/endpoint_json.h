// Endpoints, runs and indexes as the API shows them.
#pragma once

#include <string>

#include "domain/endpoint_repository.h"
#include "domain/json_object.h"

namespace kongflow::endpoints {

JsonObject endpoint_json(const Endpoint& endpoint);
JsonObject index_json(const EndpointIndex& index);
JsonObject run_json(const IndexRun& run);
// The endpoint with hookUrl, latestIndex and latestRun (or null). `base_url` has no slash at its end.
JsonObject summary_json(const EndpointSummary& summary, const std::string& base_url);

// What the CLI polls: {"status","updatedAt"}, "stats" with SUCCESS, "error":{"message"} with FAILURE, and more about
// the run.
JsonObject run_status_json(const IndexRun& run);

}  // namespace kongflow::endpoints
