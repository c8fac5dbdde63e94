// What an app answers when it is asked to index itself: its jobs, sources, dynamic triggers and dynamic schedules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// Counts of a manifest, stored as endpoint_indexes.stats.
struct IndexStats {
  std::int64_t jobs = 0;  // enabled ones: those that get a registerJob task
  std::int64_t sources = 0;
  std::int64_t dynamic_triggers = 0;
  std::int64_t dynamic_schedules = 0;
  // Only when the manifest has them.
  std::optional<std::int64_t> webhooks;
  std::optional<std::int64_t> http_endpoints;
  std::optional<std::int64_t> disabled_jobs;
};

// {"jobs":1,"sources":0,"dynamicTriggers":0,"dynamicSchedules":0[,"webhooks":1][,"httpEndpoints":1][,"disabledJobs":1]}
std::string to_json(const IndexStats& stats);

// A manifest that passed validation. `json` is the app's own text, UTF-8 that PostgreSQL's jsonb accepts, at most
// the configured size: numbers and unknown keys are exactly as the app wrote them.
struct Manifest {
  std::string json;
  IndexStats stats;
  std::optional<std::string> warning = {};  // what is useless in it, a line for each, for people
};

// A manifest as it is stored and sent on. Lists are JSON text, nullopt when the manifest has no array of that name.
struct ManifestParts {
  std::optional<std::string> jobs;  // those that do not say whether they are internal begin with "internal":false
  bool all_jobs_enabled = true;     // none has another "enabled" than true
  std::optional<std::string> sources;
  std::optional<std::string> dynamic_triggers;
  std::optional<std::string> dynamic_schedules;
  std::string others;  // the other members: "name":value,…
};

// `json`: an object without a problem, see json_text.h. Of members of one name the last counts.
ManifestParts take_apart(std::string_view json);

}  // namespace kongflow::endpoints
