// The interface to the data of the console's panels: endpoints of all environments, with their runs and indexes.
// repository/ implements it on PostgreSQL; unit tests use a fake that passes the same contract tests.
#pragma once

#include <optional>
#include <string>

#include "domain/endpoint_repository.h"

namespace kongflow::endpoints {

struct RowsRequest {
  int limit = 50;
  std::optional<std::string> cursor = {};  // `next` of the previous page in the same order
  std::string filter = {};                 // text that a row must contain, ignoring case; empty: all rows
};

enum class EndpointOrder { registered, slug, project, environment, url, status, indexed };

// The current attempt to index an endpoint, or the next one that the queue will start automatically.
struct NextAttempt {
  // nullopt: a task that another program enqueued, whose run is inserted by its first attempt.
  std::optional<std::string> run_id;
  std::optional<IndexSource> source;
  std::int64_t attempt = 1;
  std::int64_t max_attempts = 1;
  std::optional<std::string> due_at;  // nullopt: running
};

struct ListedEndpoint {
  EndpointSummary summary;
  std::string history_json;                      // statuses of the latest 20 runs, oldest first: ["FAILURE","SUCCESS"]
  std::optional<std::string> sdk_version;        // the latest one among these runs
  std::optional<NextAttempt> next_attempt = {};  // nullopt: no run is active or waiting
};

struct StoredManifest {
  EndpointIndex index;
  std::string json;  // PostgreSQL's jsonb as text: equal values have equal texts
};

// Thread-safe. Every function blocks on the database and throws RepositoryError. Functions with a cursor throw
// std::invalid_argument for a cursor that is not from a page. An id that is not a uuid matches nothing.
class PanelRepository {
 public:
  virtual ~PanelRepository() = default;

  // Filters by slug, URL, project, environment, status (NEVER_INDEXED without a run) and the last run's error; a filter
  // of one or two characters matches only at the beginning of one of them. In the order `indexed`, endpoints that were
  // never indexed come first.
  virtual Page<ListedEndpoint> endpoints(const RowsRequest& request, EndpointOrder order, bool descending) = 0;
  virtual std::optional<ListedEndpoint> endpoint(const std::string& endpoint_id) = 0;

  // Newest first. Filters by status, source, reason and error.
  virtual Page<IndexRun> runs_of(const std::string& endpoint_id, const RowsRequest& request) = 0;
  virtual std::optional<IndexRun> run(const std::string& run_id) = 0;

  // Newest first. Filters by source and reason.
  virtual Page<EndpointIndex> indexes_of(const std::string& endpoint_id, const RowsRequest& request) = 0;
  virtual std::optional<StoredManifest> manifest(const std::string& index_id) = 0;

  virtual std::optional<Environment> environment(const std::string& environment_id) = 0;

  // Returns a short text that changes whenever an endpoint, a run or an index changes. Cheap.
  virtual std::string version() = 0;
};

}  // namespace kongflow::endpoints
