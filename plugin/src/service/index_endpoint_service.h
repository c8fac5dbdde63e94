// Asks an endpoint's app for its manifest, stores it and enqueues a register task for each entry.
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
    done,              // `run_id` is set, and `index` unless an earlier attempt of the task had finished it
    app_trouble,       // the app could not be asked, or did not answer JSON: trying again may help
    invalid_manifest,  // JSON, but no manifest: trying again helps once the app is changed
    no_endpoint,       // nothing was done
    removed,           // the endpoint or the run was removed meanwhile; nothing of the run is stored
    superseded,        // a later attempt of the task has taken the run over and decides its result
    cancelled,         // the caller no longer waits: a task's run stays STARTED and goes on with the task, others fail
  };
  Kind kind;
  std::optional<std::string> run_id = {};   // unless no_endpoint or removed
  std::optional<EndpointIndex> index = {};  // of done
  std::optional<Error> error = {};          // unless done: ENDPOINT_NOT_FOUND or FAILED_INDEX
};

// Called after each failed attempt is stored. Does not throw. [any thread]
using FailedRunListener = std::function<void(const IndexTarget&, const IndexRun&, const RunFailure&)>;

// Thread-safe. The parameters outlive it. Throws RepositoryError; the run of an index that could not be stored fails
// first, where the database still takes that.
class IndexEndpointService {
 public:
  IndexEndpointService(EndpointClient& client, EndpointRepository& repository, FailedRunListener failed = {})
      : client_(client), repository_(repository), failed_(std::move(failed)) {}

  // For a request of the environment: the endpoint with this slug in it.
  IndexOutcome index(const Environment& environment, const std::string& slug, const IndexRequest& request,
                     const CallContext& context);

  // For tasks and the console. With a task the failed run says when its next attempt comes.
  IndexOutcome index(const std::string& endpoint_id, const IndexRequest& request,
                     const std::optional<TaskAttempt>& task, const CallContext& context);

  // The id of the environment that an endpoint belongs to; nullopt when there is no such endpoint.
  std::optional<std::string> environment_of(const std::string& endpoint_id);

 private:
  IndexOutcome run(const IndexTarget& target, const IndexRequest& request, const std::optional<TaskAttempt>& task,
                   const CallContext& context);
  std::optional<EndpointIndex> complete(const IndexTarget& target, const IndexRun& run, const IndexReply& reply,
                                        const std::optional<TaskAttempt>& task);
  // False when the run could no longer be failed.
  bool fail(const IndexTarget& target, const IndexRun& run, const IndexReply& reply, const Error& error,
            const std::optional<TaskAttempt>& task);
  // Why a write to `run` changed nothing.
  IndexOutcome lost(const IndexRun& run, const std::optional<TaskAttempt>& task);

  EndpointClient& client_;
  EndpointRepository& repository_;
  const FailedRunListener failed_;
};

}  // namespace kongflow::endpoints
