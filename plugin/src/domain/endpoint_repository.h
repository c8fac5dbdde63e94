// Stores endpoints, runs and indexes, and puts tasks into the queue with them. Implemented by repository/ on
// PostgreSQL; a fake that passes the same contract tests serves the unit tests.
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
  std::string indexing_hook_identifier;  // used when the row is new; an existing row keeps its own
};

// An endpoint with what an index of it needs, read at the time of the call.
struct IndexTarget {
  Endpoint endpoint;
  Environment environment;
};

struct TaskAttempt {
  std::string task_id;
  std::int64_t attempt = 1;
  std::int64_t max_attempts = 25;  // no next attempt after the last
};

struct Registered {
  Endpoint endpoint;
  IndexRun run;  // PENDING
};

struct RunFailure {
  std::string code;
  std::string message;
  std::optional<std::chrono::milliseconds> next_attempt_in;  // nullopt: not tried again
  AppFacts facts;
};

// A page, newest first. `next` continues it.
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

// Thread-safe; every function blocks on the database and throws RepositoryError. Rows may be removed at any time: a
// write to a row that is gone changes nothing and says so in its result.
class EndpointRepository {
 public:
  virtual ~EndpointRepository() = default;

  // One transaction: the endpoint (inserted, or its url updated), a PENDING run and its indexEndpoint task
  // {"id":…,"source":"INTERNAL"} in the queue endpoint-<endpoint id>. `max_attempts` is the task's. nullopt: the
  // environment, its project or its organization is gone.
  virtual std::optional<Registered> register_endpoint(const NewEndpoint& endpoint, int max_attempts) = 0;
  // The same for an endpoint that exists, which keeps all but its URL. nullopt: it is gone.
  virtual std::optional<Registered> change_url(const std::string& endpoint_id, const std::string& url,
                                               int max_attempts) = 0;

  // How many runs of an endpoint may wait; a further request updates the newest of them.
  static constexpr int kMostWaiting = 16;

  // One transaction: a PENDING run and its indexEndpoint task {"id","source"[,"reason"][,"sourceData"]}, due after
  // `delay`. When kMostWaiting runs wait already, the newest pending one gets this request instead: callers cannot
  // queue more work than that, and an index still begins after each call. nullopt: the endpoint is gone.
  virtual std::optional<IndexRun> enqueue_index(const Endpoint& endpoint, const IndexRequest& request, int max_attempts,
                                                std::chrono::milliseconds delay) = 0;

  // Marks a run STARTED. With a task: the run of that task, created now if there is none (tasks may come from other
  // programs). A run that an earlier attempt brought to SUCCESS is returned unchanged: nothing is left to do (its host
  // died before it could remove the task from the queue). Without a task: a new run. nullopt: the endpoint is gone.
  virtual std::optional<IndexRun> start_run(const Endpoint& endpoint, const IndexRequest& request,
                                            const std::optional<TaskAttempt>& task) = 0;

  // One transaction: the endpoint_indexes row; a register task for each enabled job, source, dynamic trigger and
  // dynamic schedule, in this order, in the queue endpoint-<endpoint id>, 3 attempts each, put in by one statement; the
  // run SUCCESS. Jobs without `internal` get "internal": false, in the stored data and in their tasks. nullopt: the run
  // is gone or has succeeded, or a later attempt has taken it over (of another host, which considered this one dead).
  virtual std::optional<EndpointIndex> complete_run(const IndexRun& run, const Manifest& manifest,
                                                    const AppFacts& facts) = 0;

  // False when nothing was changed: the run is gone, has succeeded, or a later attempt has taken it over.
  virtual bool fail_run(const IndexRun& run, const RunFailure& failure) = 0;

  virtual std::optional<Endpoint> find(const std::string& environment_id, const std::string& slug) = 0;
  // nullopt too for an id that is no uuid.
  virtual std::optional<IndexTarget> find_target(const std::string& endpoint_id) = 0;
  virtual std::optional<EndpointSummary> summary(const std::string& environment_id, const std::string& slug) = 0;
  // nullopt when the run is not of this environment, or the id is no uuid.
  virtual std::optional<IndexRun> find_run(const std::string& environment_id, const std::string& run_id) = 0;
  // Throws std::invalid_argument for a bad cursor, as does list_indexes().
  virtual Page<EndpointSummary> list(const std::string& environment_id, int limit,
                                     const std::optional<std::string>& cursor) = 0;
  virtual Page<EndpointIndex> list_indexes(const std::string& endpoint_id, int limit,
                                           const std::optional<std::string>& cursor) = 0;
  // False when there was none. One transaction removes its runs, indexes and waiting (unlocked) tasks too.
  virtual bool remove(const std::string& environment_id, const std::string& slug) = 0;
  // True when an endpoint with this id was removed within the last 14 days: by remove(), with its environment, project
  // or organization, or by a statement of another program. Its tasks may still be in the queue.
  virtual bool was_removed(const std::string& endpoint_id) = 0;
  // Throws when the database cannot be reached.
  virtual void check() = 0;
};

}  // namespace kongflow::endpoints
