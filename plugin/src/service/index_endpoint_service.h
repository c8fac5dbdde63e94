// Fetches an app's manifest, stores it, and enqueues a register task for each entry.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "domain/call_context.h"
#include "domain/endpoint_client.h"
#include "domain/endpoint_repository.h"
#include "domain/error.h"

namespace kongflow::endpoints {

struct IndexOutcome {
  enum class Kind {
    done,              // `run_id` is set; so is `index`, unless an earlier attempt of the task stored it
    app_failure,       // the app was unreachable or did not respond with JSON: a retry may succeed
    invalid_manifest,  // JSON, but not a valid manifest: a retry succeeds only after a change of the app
    no_endpoint,       // the endpoint does not exist; nothing was done
    removed,           // the endpoint or the run was removed concurrently; nothing is stored
    superseded,        // the run belongs to a later attempt of the task, which determines its result
    cancelled,         // the caller cancelled: the run of a task stays STARTED for the next attempt, other runs fail
  };
  Kind kind;
  std::optional<std::string> run_id = {};   // unless no_endpoint or removed
  std::optional<EndpointIndex> index = {};  // only for done
  std::optional<Error> error = {};          // unless done: ENDPOINT_NOT_FOUND or FAILED_INDEX
};

// Called after a failed attempt is stored. Must not throw. [any thread]
using FailedRunListener = std::function<void(const IndexTarget&, const IndexRun&, const RunFailure&)>;

// Thread-safe. The parameters must outlive it. Throws RepositoryError. When an index cannot be stored, the service
// first tries to mark its run as failed.
class IndexEndpointService {
 public:
  IndexEndpointService(EndpointClient& client, EndpointRepository& repository, FailedRunListener failed = {})
      : client_(client), repository_(repository), failed_(std::move(failed)) {}

  // For requests: indexes the environment's endpoint with this slug.
  IndexOutcome index(const Environment& environment, const std::string& slug, const IndexRequest& request,
                     const CallContext& context);

  // For tasks and the console. The failed run of a task contains the time of its next attempt.
  IndexOutcome index(const std::string& endpoint_id, const IndexRequest& request,
                     const std::optional<TaskAttempt>& task, const CallContext& context);

  // The id of an endpoint's environment; nullopt when the endpoint does not exist.
  std::optional<std::string> environment_of(const std::string& endpoint_id);

 private:
  IndexOutcome run(const IndexTarget& target, const IndexRequest& request, const std::optional<TaskAttempt>& task,
                   const CallContext& context);
  std::optional<EndpointIndex> complete(const IndexTarget& target, const IndexRun& run, const IndexReply& reply,
                                        const std::optional<TaskAttempt>& task);
  // Returns false when the run could no longer be marked as failed.
  bool fail(const IndexTarget& target, const IndexRun& run, const IndexReply& reply, const Error& error,
            const std::optional<TaskAttempt>& task);
  // The outcome when a write to `run` changed nothing.
  IndexOutcome lost_run_outcome(const IndexRun& run, const std::optional<TaskAttempt>& task);

  EndpointClient& client_;
  EndpointRepository& repository_;
  const FailedRunListener failed_;
};

}  // namespace kongflow::endpoints
