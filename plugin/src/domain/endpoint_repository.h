// The interface to stored endpoints, runs and indexes, and to their tasks in the queue. repository/ implements it on
// PostgreSQL; unit tests use a fake that passes the same contract tests.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/endpoint.h"
#include "domain/environment.h"
#include "domain/index_run.h"
#include "domain/manifest.h"
#include "domain/repository_error.h"

namespace kongflow::endpoints {

struct NewEndpoint {
  Environment environment;
  std::string slug;
  std::string url;
  std::string indexing_hook_identifier;  // for a new row; an existing row keeps its identifier
};

// An endpoint with its environment, as read at the time of the call.
struct IndexTarget {
  Endpoint endpoint;
  Environment environment;
};

struct TaskAttempt {
  std::string task_id;
  std::int64_t attempt = 1;
  std::int64_t max_attempts = 25;  // attempt == max_attempts: no retry follows
};

struct Registered {
  Endpoint endpoint;
  IndexRun run;  // PENDING
};

struct RunFailure {
  std::string code;
  std::string message;
  std::optional<std::chrono::milliseconds> next_attempt_in;  // nullopt: no retry
  AppFacts facts;
};

// A page of a list, newest first. `next` is the cursor of the next page; nullopt: last page.
template <typename T>
struct Page {
  std::vector<T> items;
  std::optional<std::string> next;
};

struct EndpointSummary {
  Endpoint endpoint;
  std::optional<IndexRun> latest_run;
  std::optional<EndpointIndex> latest_index;
  std::string environment_slug;
  std::string project_slug;
};

// Thread-safe. Every function blocks on the database and throws RepositoryError. Rows may be removed at any time:
// writing to a removed row changes nothing, which the result reports.
class EndpointRepository {
 public:
  virtual ~EndpointRepository() = default;

  // In one transaction, inserts the endpoint (or updates its url), inserts a PENDING run, and enqueues its task:
  // indexEndpoint {"id":…,"source":"INTERNAL"} in the queue endpoint-<endpoint id>, with `max_attempts`. nullopt: the
  // environment, its project or its organization no longer exists.
  virtual std::optional<Registered> register_endpoint(const NewEndpoint& endpoint, int max_attempts) = 0;
  // The same for an existing endpoint, of which only the URL changes. nullopt: the endpoint no longer exists.
  virtual std::optional<Registered> change_url(const std::string& endpoint_id, const std::string& url,
                                               int max_attempts) = 0;

  // Maximum number of waiting runs per endpoint; a further request updates the newest one.
  static constexpr int kMaxWaitingRuns = 16;

  // In one transaction, inserts a PENDING run and enqueues its task, due after `delay`: indexEndpoint
  // {"id","source"[,"reason"][,"sourceData"]}. When kMaxWaitingRuns runs are already waiting, the newest pending run is
  // updated with this request instead: this bounds the queued work, and an index still starts after each call. nullopt:
  // the endpoint no longer exists.
  virtual std::optional<IndexRun> enqueue_index(const Endpoint& endpoint, const IndexRequest& request, int max_attempts,
                                                std::chrono::milliseconds delay) = 0;

  // Marks a run STARTED. With a task: the run of that task, inserted if it does not exist (other programs may enqueue
  // tasks). A run that is already SUCCESS is returned unchanged: its host died after storing the index and before
  // removing the task. Without a task: inserts a run. nullopt: the endpoint no longer exists.
  virtual std::optional<IndexRun> start_run(const Endpoint& endpoint, const IndexRequest& request,
                                            const std::optional<TaskAttempt>& task) = 0;

  // In one transaction, inserts the endpoint_indexes row, enqueues a register task for each enabled job, source,
  // dynamic trigger and dynamic schedule (in this order, in the queue endpoint-<endpoint id>, 3 attempts each, in one
  // statement), and marks the run SUCCESS. Jobs without `internal` get "internal": false, in the stored data and in
  // their tasks. nullopt: the run no longer exists, is already SUCCESS, or belongs to a later attempt (of another host,
  // which considered this host dead).
  virtual std::optional<EndpointIndex> complete_run(const IndexRun& run, const Manifest& manifest,
                                                    const AppFacts& facts) = 0;

  // Returns false when it changed nothing: the run no longer exists, is SUCCESS, or belongs to a later attempt.
  virtual bool fail_run(const IndexRun& run, const RunFailure& failure) = 0;

  virtual std::optional<Endpoint> find(const std::string& environment_id, const std::string& slug) = 0;
  // Also nullopt for an id that is not a uuid.
  virtual std::optional<IndexTarget> find_target(const std::string& endpoint_id) = 0;
  virtual std::optional<EndpointSummary> summary(const std::string& environment_id, const std::string& slug) = 0;
  // nullopt for a run of another environment, and for an id that is not a uuid.
  virtual std::optional<IndexRun> find_run(const std::string& environment_id, const std::string& run_id) = 0;
  // Throws std::invalid_argument for an invalid cursor, like list_indexes().
  virtual Page<EndpointSummary> list(const std::string& environment_id, int limit,
                                     const std::optional<std::string>& cursor) = 0;
  virtual Page<EndpointIndex> list_indexes(const std::string& endpoint_id, int limit,
                                           const std::optional<std::string>& cursor) = 0;
  // Removes an endpoint and, in the same transaction, its runs, indexes and waiting (unlocked) tasks. Returns false
  // when it does not exist.
  virtual bool remove(const std::string& environment_id, const std::string& slug) = 0;
  // True when an endpoint with this id was removed within the last 14 days: by remove(), together with its environment,
  // project or organization, or by another program's statement. The queue may still contain its tasks.
  virtual bool was_removed(const std::string& endpoint_id) = 0;
  // Throws when the database cannot be reached.
  virtual void check() = 0;
};

}  // namespace kongflow::endpoints
