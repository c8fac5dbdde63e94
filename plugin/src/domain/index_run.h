// Index runs of endpoints, and the indexes of successful runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/app_facts.h"
#include "domain/index_source.h"

namespace kongflow::endpoints {

enum class RunStatus { pending, started, success, failure };
std::string_view to_string(RunStatus status);  // PENDING | STARTED | SUCCESS | FAILURE

// The origin of an index request. `source_data` is JSON text; nullopt is stored as SQL NULL.
struct IndexRequest {
  IndexSource source = IndexSource::internal;
  std::optional<std::string> reason;
  std::optional<std::string> source_data;
};

// A row of endpoint_index_runs: the result of one request to index, across the attempts of its task. Times as in
// Endpoint.
struct IndexRun {
  std::string id;  // uuid
  std::string endpoint_id;
  IndexRequest request;
  RunStatus status = RunStatus::pending;
  std::optional<std::string> error;            // a sentence for people
  std::optional<std::string> error_code;       // FAILED_INDEX
  std::int64_t attempt = 0;                    // 0 while PENDING
  std::optional<std::string> task_id;          // nullopt: run by an HTTP request or a console action
  std::optional<std::string> next_attempt_at;  // also nullopt when its task is no longer in the queue
  AppFacts facts;
  std::optional<std::string> index_id;    // id of the endpoint_indexes row, once SUCCESS
  std::optional<std::string> stats_json;  // `stats` of that row
  std::string created_at;
  std::optional<std::string> started_at;
  std::optional<std::string> finished_at;
  std::optional<std::int64_t> duration_ms;  // duration of the last attempt, once finished
};

// A row of endpoint_indexes without its `data`.
struct EndpointIndex {
  std::string id;  // uuid
  std::string endpoint_id;
  std::string source;  // as in to_string(IndexSource)
  std::optional<std::string> source_data;
  std::optional<std::string> reason;
  std::string stats_json;
  std::string created_at;
  std::string updated_at;
};

}  // namespace kongflow::endpoints
