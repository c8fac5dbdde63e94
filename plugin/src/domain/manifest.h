// An app's declaration of its jobs, sources, dynamic triggers and dynamic schedules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// Counts of a manifest, stored as endpoint_indexes.stats.
struct IndexStats {
  std::int64_t jobs = 0;  // enabled jobs, which get a registerJob task
  std::int64_t sources = 0;
  std::int64_t dynamic_triggers = 0;
  std::int64_t dynamic_schedules = 0;
  // Set only when the manifest has such entries.
  std::optional<std::int64_t> webhooks;
  std::optional<std::int64_t> http_endpoints;
  std::optional<std::int64_t> disabled_jobs;
};

// {"jobs":1,"sources":0,"dynamicTriggers":0,"dynamicSchedules":0[,"webhooks":1][,"httpEndpoints":1][,"disabledJobs":1]}
std::string to_json(const IndexStats& stats);

// A valid manifest. `json` is the app's own text, in UTF-8 that PostgreSQL's jsonb accepts and of at most the
// configured size; numbers and unknown keys are exactly as the app wrote them.
struct Manifest {
  std::string json;
  IndexStats stats;
  std::optional<std::string> warning = {};  // for people, one per line: parts without an effect
};

// A manifest in the form in which it is stored and forwarded. Lists are JSON text; nullopt when the manifest has no
// such array.
struct ManifestParts {
  std::optional<std::string> jobs;  // a job without `internal` gets "internal":false as its first member
  bool all_jobs_enabled = true;     // every job has "enabled": true
  std::optional<std::string> sources;
  std::optional<std::string> dynamic_triggers;
  std::optional<std::string> dynamic_schedules;
  std::string others;  // the other members: "name":value,…
};

// `json` is an object without a problem (json_text.h). The last of several members with one name counts.
ManifestParts split_manifest(std::string_view json);

}  // namespace kongflow::endpoints
