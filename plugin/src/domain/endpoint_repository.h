// Stores endpoints, runs and indexes, and puts tasks into the queue with them. Implemented by repository/ on
// PostgreSQL; a fake that passes the same contract tests serves the unit tests.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "domain/endpoint.h"
#include "domain/environment.h"
#include "domain/index_run.h"
#include "domain/manifest.h"

namespace kongflow::endpoints {

// The database failed: connection lost, constraint violated, time over. The message holds no secret.
class RepositoryError : public std::runtime_error {
 public:
  RepositoryError(const std::string& message, std::string sqlstate, bool transient)
      : std::runtime_error(message), sqlstate_(std::move(sqlstate)), transient_(transient) {}
  const std::string& sqlstate() const { return sqlstate_; }  // five characters; empty: the connection itself failed
  bool transient() const { return transient_; }              // trying again may help

 private:
  std::string sqlstate_;
  bool transient_;
};

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

// Thread-safe; every function blocks on the database and throws RepositoryError.
class EndpointRepository {
 public:
  virtual ~EndpointRepository() = default;

  // One transaction: the endpoint (inserted, or its url updated), a PENDING run and its indexEndpoint task
  // {"id":…,"source":"INTERNAL"} in the queue endpoint-<endpoint id>. `max_attempts` is the task's.
  virtual Registered register_endpoint(const NewEndpoint& endpoint, int max_attempts) = 0;

  // How many runs of an endpoint wait before the next wish joins the newest of them.
  static constexpr int kMostWaiting = 16;

  // One transaction: a PENDING run and its indexEndpoint task {"id","source"[,"reason"][,"sourceData"]}, due after
  // `delay`. When kMostWaiting runs wait already, the newest one gets this request instead, if it has not begun:
  // whoever calls as often as he likes makes no more work than that, and an index still begins after each call.
  virtual IndexRun enqueue_index(const Endpoint& endpoint, const IndexRequest& request, int max_attempts,
                                 std::chrono::milliseconds delay) = 0;

  // Marks a run STARTED. With a task: the run of that task, made now when nobody made one before (tasks may come from
  // other programs); one that an earlier attempt brought to SUCCESS comes back as it is, with nothing left to do (its
  // host died before it could take the task out of the queue). Without: a new run.
  virtual IndexRun start_run(const Endpoint& endpoint, const IndexRequest& request,
                             const std::optional<TaskAttempt>& task) = 0;

  // One transaction: the endpoint_indexes row; a register task for each enabled job, source, dynamic trigger and
  // dynamic schedule, in this order, in the queue endpoint-<endpoint id>, 3 attempts each, put in by one statement; the
  // run SUCCESS. Jobs without `internal` get "internal": false, in the stored data and in their tasks.
  virtual EndpointIndex complete_run(const IndexRun& run, const Manifest& manifest, const AppFacts& facts) = 0;

  // Nothing happens when the run has succeeded, or has gone on with a later attempt (of another host, which took this
  // one for dead).
  virtual void fail_run(const IndexRun& run, const RunFailure& failure) = 0;

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
  // False when there was none. Removes its runs, indexes and waiting (unlocked) tasks with it, in one transaction.
  virtual bool remove(const std::string& environment_id, const std::string& slug) = 0;
  // Throws when the database cannot be reached.
  virtual void check() = 0;
};

}  // namespace kongflow::endpoints
