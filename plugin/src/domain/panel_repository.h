// What the console's panels show: endpoints of all environments, with their runs and indexes. Implemented by
// repository/ on PostgreSQL; a fake that passes the same contract tests serves the unit tests.
#pragma once

#include <optional>
#include <string>

#include "domain/endpoint_repository.h"

namespace kongflow::endpoints {

struct RowsRequest {
  int limit = 50;
  std::optional<std::string> cursor = {};  // `next` of the page before, in the same order
  std::string filter = {};                 // text that a row must hold, upper or lower case; empty: all rows
};

enum class EndpointOrder { registered, slug, project, environment, url, status, indexed };

// The attempt to index an endpoint that runs now, or that the queue runs next without an operator's help.
struct NextAttempt {
  // nullopt: a task that another program added, which gets its run with its first attempt.
  std::optional<std::string> run_id;
  std::optional<IndexSource> source;
  std::int64_t attempt = 1;
  std::int64_t max_attempts = 1;
  std::optional<std::string> due_at;  // nullopt: it runs now
};

struct ListedEndpoint {
  EndpointSummary summary;
  std::string history_json;                      // statuses of the last 20 runs, oldest first: ["FAILURE","SUCCESS"]
  std::optional<std::string> sdk_version;        // that the app named last, in one of these runs
  std::optional<NextAttempt> next_attempt = {};  // of all its tasks; nullopt: nothing runs or waits
};

struct StoredManifest {
  EndpointIndex index;
  std::string json;  // PostgreSQL's jsonb as text: equal values are equal texts
};

// Thread-safe; every function blocks on the database and throws RepositoryError; those that take a cursor throw
// std::invalid_argument for one that no page gave. Ids that are no uuids find nothing.
class PanelRepository {
 public:
  virtual ~PanelRepository() = default;

  // The filter looks into slug, URL, project, environment, status (NEVER_INDEXED without a run) and error of the last
  // run; one or two characters must begin one of them. What was never indexed comes first in the order `indexed`.
  virtual Page<ListedEndpoint> endpoints(const RowsRequest& request, EndpointOrder order, bool descending) = 0;
  virtual std::optional<ListedEndpoint> endpoint(const std::string& endpoint_id) = 0;

  // Newest first. The filter looks into status, source, reason and error.
  virtual Page<IndexRun> runs_of(const std::string& endpoint_id, const RowsRequest& request) = 0;
  virtual std::optional<IndexRun> run(const std::string& run_id) = 0;

  // Newest first. The filter looks into source and reason.
  virtual Page<EndpointIndex> indexes_of(const std::string& endpoint_id, const RowsRequest& request) = 0;
  virtual std::optional<StoredManifest> manifest(const std::string& index_id) = 0;

  virtual std::optional<Environment> environment(const std::string& environment_id) = 0;

  // A short text that differs when an endpoint, a run or an index has changed since. Cheap.
  virtual std::string version() = 0;
};

}  // namespace kongflow::endpoints
